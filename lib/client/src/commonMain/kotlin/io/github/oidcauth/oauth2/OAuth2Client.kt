package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.internal.authorization.AuthorizationRequestFactory
import io.github.oidcauth.internal.authorization.AuthorizationRequestPreparer
import io.github.oidcauth.internal.authorization.AuthorizationResponseProcessor
import io.github.oidcauth.internal.authorization.BackchannelAuthenticationEndpoint
import io.github.oidcauth.internal.authorization.PushedAuthorizationRequestEndpoint
import io.github.oidcauth.internal.authorization.RequestObjectFactory
import io.github.oidcauth.internal.callback.AuthorizationResponseParameters
import io.github.oidcauth.internal.callback.AuthorizationResponseValidator
import io.github.oidcauth.internal.dpop.DPoPBinding
import io.github.oidcauth.internal.dpop.DPoPProver
import io.github.oidcauth.internal.dpop.ResourceCaller
import io.github.oidcauth.internal.endpoints.ClientAuthenticationSelector
import io.github.oidcauth.internal.endpoints.ClientAuthenticator
import io.github.oidcauth.internal.endpoints.DeviceAuthorizationEndpoint
import io.github.oidcauth.internal.endpoints.EndpointCaller
import io.github.oidcauth.internal.endpoints.IntrospectionEndpoint
import io.github.oidcauth.internal.endpoints.IntrospectionResponseReader
import io.github.oidcauth.internal.endpoints.RevocationEndpoint
import io.github.oidcauth.internal.endpoints.TokenEndpoint
import io.github.oidcauth.internal.jwt.IdTokenValidator
import io.github.oidcauth.internal.jwt.JwksCache
import io.github.oidcauth.internal.jwt.JwtReader
import io.github.oidcauth.internal.jwt.KeySource
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.metadata.Endpoints
import io.github.oidcauth.internal.openid.LogoutRequestFactory
import io.github.oidcauth.internal.openid.UserInfoEndpoint
import io.github.oidcauth.internal.openid.UserInfoResponseReader
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.openid.ExpectedSubject
import io.github.oidcauth.openid.IdToken
import io.github.oidcauth.openid.IdTokenRequirements
import io.github.oidcauth.openid.LogoutOptions
import io.github.oidcauth.openid.LogoutRequest
import io.github.oidcauth.openid.UserInfo
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration

/**
 * A client of one authorization server (RFC 6749 §1.1).
 *
 * ```
 * val client = OAuth2Client.discover("https://issuer.example.com", "my-client") { clientSecret = secret }
 * val token = client.token(ClientCredentialsGrant { scope("read") })
 * ```
 *
 * It sends what it is told and validates what comes back. It keeps no tokens, asks nobody and opens nothing: that is what
 * `authenticate` is for. Secrets go to the endpoints of [metadata] alone. What it keeps are the server's public keys, so make one
 * client and use it for long.
 *
 * Every function throws an [AuthException] and nothing else, but for cancellation and programming errors. When one is
 * cancelled, or ends with [io.github.oidcauth.TransportException], the server may have acted on the request all the same.
 * Thread-safe.
 */
public class OAuth2Client internal constructor(
    published: ServerMetadata,
    /** The client's registration and settings. */
    public val config: ClientConfig,
    private val clientContext: ClientContext,
) {
    /** What the server says of itself, and what is known of it beside that when the [config] is for a known provider. */
    public val metadata: ServerMetadata = config.quirks.completeMetadata(published)

    /** How the client authenticates itself: as configured, or as chosen by [metadata]. */
    public val authentication: ClientAuthentication = ClientAuthenticationSelector.select(config, metadata)

    private val authenticator = ClientAuthenticator(
        config.clientId,
        authentication,
        metadata,
        clientContext,
        config.quirks.isAssertionTyped,
    )
    private val endpoints =
        Endpoints(
            metadata,
            config.insecureHttpAllowed,
            mutualTls = config.clientCertificate != null || authenticator.isMutualTls,
        )

    // A browser shows no certificate of ours, so the endpoints for those who do are not for it (RFC 8705 §5).
    private val browserEndpoints = Endpoints(metadata, config.insecureHttpAllowed)
    private val caller = EndpointCaller(endpoints, authenticator, clientContext, config.quirks)

    /** The server's public keys, for whatever it signs. */
    private val keyCache = JwksCache(clientContext.timeSource) { clientContext.transport.get(endpoints.require(Endpoint.JWKS)) }
    internal val keys: KeySource get() = keyCache
    internal val jwts = JwtReader(config, keys, clientContext)
    private val prover = DPoPProver(clientContext, metadata.strings(DPoPProver.ALGORITHMS))
    private val binding = DPoPBinding(config.dpop, metadata, prover, clientContext)
    internal val resources = ResourceCaller(clientContext, prover, config.insecureHttpAllowed)
    private val idTokens by lazy { IdTokenValidator(config, metadata, jwts, keys, clientContext) }
    private val userInfoEndpoint by lazy {
        UserInfoEndpoint(endpoints, resources, UserInfoResponseReader(config, metadata, jwts, clientContext))
    }
    private val tokenEndpoint by lazy { TokenEndpoint(caller, binding, idTokens, clientContext, config.tokenResponse) }
    private val deviceAuthorizationEndpoint by lazy {
        DeviceAuthorizationEndpoint(caller, clientContext, metadata, config.insecureHttpAllowed)
    }
    private val revocationEndpoint by lazy { RevocationEndpoint(caller) }
    private val introspectionEndpoint by lazy {
        IntrospectionEndpoint(caller, IntrospectionResponseReader(config, metadata, jwts, clientContext))
    }
    private val backchannelAuthenticationEndpoint by lazy {
        BackchannelAuthenticationEndpoint(caller, requestObjects, clientContext)
    }
    private val pushedRequestEndpoint by lazy { PushedAuthorizationRequestEndpoint(caller, binding, clientContext) }
    private val requestObjects by lazy { RequestObjectFactory(metadata, config, keys, clientContext) }
    private val preparation by lazy {
        AuthorizationRequestPreparer(metadata, config.authorization, requestObjects, pushedRequestEndpoint)
    }
    private val responses by lazy { AuthorizationResponseProcessor(metadata, config, keys, jwts, clientContext) }

    /**
     * Offers [grant] for a token (RFC 6749 §4, §5, §6). Sent once.
     *
     * An ID token in the response has been validated before the token is handed out, and [Token.idToken] is the signed JWT, without
     * its encryption. The server's keys are fetched for that when they are not known yet.
     *
     * @throws io.github.oidcauth.OAuthException when the server refuses; its subclasses say why.
     * @throws io.github.oidcauth.InvalidResponseException when the response is not what the specification says.
     * @throws io.github.oidcauth.UnverifiedRefreshException when a refresh has replaced the refresh token, and the rest of the response
     * cannot be verified or used.
     * @throws io.github.oidcauth.TransportException when no response arrives.
     */
    @JvmSynthetic
    public suspend fun token(grant: Grant): Token {
        if (grant is AuthorizationCodeGrant) responses.requireOwn(grant.response.request)
        return tokenEndpoint.token(grant)
    }

    /**
     * Starts a device login: what to show the user, and what to poll with (RFC 8628 §3.1). [pollingJob] waits for them.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the server has no device authorization endpoint.
     */
    @JvmSynthetic
    public suspend fun deviceAuthorization(options: RequestOptions = RequestOptions.NONE): DeviceCode =
        deviceAuthorizationEndpoint.start(options)

    /** `deviceAuthorization { scope("openid") }`. */
    @JvmSynthetic
    public suspend fun deviceAuthorization(configure: RequestOptions.Builder.() -> Unit): DeviceCode =
        deviceAuthorization(RequestOptions(configure))

    /** Waits for the user to whom [code] was shown. Nothing is sent yet; [options] go along with each poll. */
    @JvmSynthetic
    public fun pollingJob(
        code: DeviceCode,
        options: RequestOptions = RequestOptions.NONE,
    ): PollingJob =
        PollingJob(
            code.interval,
            (code.expiresAt - clientContext.clock.now()).coerceIn(Duration.ZERO, code.lifetime),
            clientContext.timeSource,
            tokenEndpoint.poller(DeviceCodeGrant(code, options)),
        )

    /**
     * Asks the server to have a user log in on a device of their own (CIBA Core 1.0 §7). [pollingJob] waits for them. With
     * [AuthorizationSettings.requestObject], the request is a signed JWT (§7.1.1), as FAPI-CIBA wants it.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the server has no backchannel authentication endpoint.
     */
    @JvmSynthetic
    public suspend fun backchannelAuthentication(request: BackchannelAuthenticationRequest): BackchannelAuthentication =
        backchannelAuthenticationEndpoint.start(request)

    /** Waits for the user of [authentication]. Nothing is sent yet; [options] go along with each poll. */
    @JvmSynthetic
    public fun pollingJob(
        authentication: BackchannelAuthentication,
        options: RequestOptions = RequestOptions.NONE,
    ): PollingJob =
        PollingJob(
            authentication.interval,
            (authentication.expiresAt - clientContext.clock.now()).coerceAtLeast(Duration.ZERO),
            clientContext.timeSource,
            tokenEndpoint.poller(CibaGrant(authentication, options)),
        )

    /**
     * Revokes [token] (RFC 7009 §2). Nothing happens when the server does not know it any more.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the server has no revocation endpoint.
     */
    @JvmSynthetic
    public suspend fun revoke(
        token: String,
        hint: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): Unit = revocationEndpoint.revoke(token, hint, options)

    /**
     * Revokes [token] as a whole: its refresh token, which ends what was issued with it (RFC 7009 §2.1), or, when it has none,
     * its access token.
     */
    @JvmSynthetic
    public suspend fun revoke(token: Token) {
        val refreshToken = token.refreshToken
        if (refreshToken != null) {
            revoke(refreshToken, TokenTypeHint.REFRESH_TOKEN)
        } else {
            revoke(token.accessToken, TokenTypeHint.ACCESS_TOKEN)
        }
    }

    /**
     * What the server says of [token] (RFC 7662 §2), signed when [ClientConfig.introspection] says so (RFC 9701).
     *
     * @throws io.github.oidcauth.InvalidResponseException when the response is not signed or encrypted as it has to be, or for
     *   somebody else.
     * @throws io.github.oidcauth.InvalidConfigException when the server has no introspection endpoint.
     */
    @JvmSynthetic
    public suspend fun introspect(
        token: String,
        hint: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): Introspection = introspectionEndpoint.introspect(token, hint, options)

    /**
     * Validates the ID token [raw]: signature, issuer, audience, times, and what [requirements] say (OpenID Connect Core 1.0
     * §3.1.3.7). Fetches the server's keys when they are not known, or when [raw] names a new one.
     *
     * That of a [Token] has been validated before, and is no longer encrypted: a client that requires encryption refuses it here.
     *
     * @throws io.github.oidcauth.InvalidResponseException when it is not to be trusted; the message names the claim at fault.
     * @throws io.github.oidcauth.InvalidConfigException when the issuer or the place of its keys is not known.
     * @throws io.github.oidcauth.TransportException when the keys cannot be fetched.
     */
    @JvmSynthetic
    public suspend fun validateIdToken(
        raw: String,
        requirements: IdTokenRequirements = IdTokenRequirements.NONE,
    ): IdToken = idTokens.validate(raw, requirements.expectation)

    /**
     * Returns the server's public keys (RFC 7517 §5), without those that cannot be used here. They are fetched when none are
     * known or their time is over, and shared with all validations of this client; so a program can call this early to check that
     * the keys are available. While they cannot be fetched, keys whose time is over for up to one day are returned.
     *
     * After a failure without known keys, the next request is sent one second later at the earliest, then after twice as long, up
     * to 32 seconds; calls until then throw the same error.
     *
     * Thread-safe; cancelling a call disturbs no other caller.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the metadata name no `jwks_uri`.
     * @throws io.github.oidcauth.TransportException when no response arrives, and no keys are known.
     * @throws io.github.oidcauth.HttpException when the server responds with an error, and no keys are known.
     * @throws io.github.oidcauth.InvalidResponseException when what it publishes has no usable key, and none are known.
     */
    @JvmSynthetic
    public suspend fun jwks(): JwkSet = JwkSet(keyCache.current())

    /**
     * Returns the server's public keys, fetched now even if some are known, for a program that is told of a change of keys. There
     * is no pause between two calls, so do not call it for each token that arrives. A token with an unknown key makes the client
     * fetch the keys again by itself.
     *
     * Callers at the same time share one request. When it fails, the keys that are known stay in use.
     *
     * Thread-safe; cancelling a call disturbs no other caller.
     *
     * @throws AuthException as [jwks] does, also when keys are known.
     */
    @JvmSynthetic
    public suspend fun refreshJwks(): JwkSet = JwkSet(keyCache.refetch())

    /**
     * Asks what is known of the user of [token] (OpenID Connect Core 1.0 §5.3). The response has to be about the user of its
     * ID token.
     *
     * @throws IllegalArgumentException when there is no ID token in it: say whom you expect with the other `userInfo`.
     */
    @JvmSynthetic
    public suspend fun userInfo(token: Token): UserInfo = userInfo(token, ExpectedSubject.of(token))

    /**
     * Asks what is known of the user of [token], who has to be [subject] (OpenID Connect Core 1.0 §5.3).
     *
     * @throws io.github.oidcauth.InvalidResponseException when the response is about somebody else, or not signed or encrypted as
     * [ClientConfig.userInfo] says.
     * @throws io.github.oidcauth.InvalidConfigException when the server has no userinfo endpoint.
     */
    @JvmSynthetic
    public suspend fun userInfo(
        token: Token,
        subject: ExpectedSubject,
    ): UserInfo = userInfoEndpoint.userInfo(token, subject)

    /**
     * The URL at which the user logs out of the server (OpenID Connect RP-Initiated Logout 1.0 §2), to be opened in their
     * browser. Nothing is sent.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the server has no end session endpoint.
     */
    @Throws(AuthException::class)
    public fun logoutRequest(options: LogoutOptions): LogoutRequest =
        LogoutRequestFactory(browserEndpoints, config.clientId, clientContext.random, config.quirks.logout).create(options)

    /** `logoutRequest { idTokenHint(token) }`. */
    @JvmSynthetic
    public fun logoutRequest(
        configure: LogoutOptions.Builder.() -> Unit = {},
    ): LogoutRequest = logoutRequest(LogoutOptions(configure))

    /**
     * Says what to ask for in the user's browser, with the response sent to [redirectUri] (RFC 6749 §4.1.1): an https URL, http
     * on this machine, or a URI of a private-use scheme such as `com.example.app:/callback` (RFC 8252 §7). It is registered at
     * the server, letter by letter but for the port of a loopback address.
     */
    public fun authorizationRequestBuilder(redirectUri: String): AuthorizationRequestBuilder =
        AuthorizationRequestBuilder(redirectUri, AuthorizationRequestFactory(metadata, config, binding, clientContext)::create)

    /**
     * A new request, `authorizationRequest("http://127.0.0.1:8400/callback") { scope("openid", "email") }`. Nothing is sent.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the server has no authorization endpoint, the redirect URI is none,
     *   or a parameter belongs to the protocol or has a setting of its own.
     */
    @JvmSynthetic
    public inline fun authorizationRequest(
        redirectUri: String,
        configure: AuthorizationRequestBuilder.() -> Unit = {},
    ): AuthorizationRequest = authorizationRequestBuilder(redirectUri).apply(configure).build()

    /**
     * [request], signed and pushed where the server requires it (RFC 9101 §10.5, RFC 9126 §5) or [ClientConfig.authorization]
     * says so. For a server that requires neither, it is [request] itself, and nothing is sent.
     */
    @JvmSynthetic
    public suspend fun prepare(request: AuthorizationRequest): AuthorizationRequest {
        responses.requireOwn(request)
        return preparation.prepare(request)
    }

    /**
     * [request] with its parameters in a signed, perhaps encrypted JWT (RFC 9101 §4), by [AuthorizationSettings.requestObject],
     * else with [ClientConfig.Builder.signingKey]. It can be pushed, or published for [AuthorizationRequest.withRequestUri].
     * The server's keys are fetched when one of them encrypts it.
     *
     * @throws io.github.oidcauth.InvalidConfigException when there is no key for it.
     */
    @JvmSynthetic
    public suspend fun sign(request: AuthorizationRequest): AuthorizationRequest {
        responses.requireOwn(request)
        return requestObjects.sign(request)
    }

    /**
     * Sends the parameters of [request] to the server, with the client's credentials, and has a URL with a reference in place
     * of them (RFC 9126 §2). It can be opened until [AuthorizationRequest.expiresAt], once.
     *
     * @throws io.github.oidcauth.OAuthException when the server refuses the request.
     * @throws io.github.oidcauth.InvalidConfigException when the server has no pushed authorization request endpoint.
     * @throws IllegalArgumentException when it has been pushed already.
     */
    @JvmSynthetic
    public suspend fun push(request: AuthorizationRequest): AuthorizationRequest {
        responses.requireOwn(request)
        return pushedRequestEndpoint.push(request)
    }

    /**
     * Validates [url], to which the browser was sent: whether it is the response to [request], from its server and nobody else, with a
     * code in it. The URL is compared with the redirect URI; then state, issuer (RFC 9207) and error count, in this order. For
     * signed responses ([ResponseMode.isSigned]) signature, issuer, audience and expiry take the issuer's place, and the server's
     * keys are fetched when they are not known. A program behind a proxy, which does not know its own address, passes the
     * parameters.
     *
     * Several responses may arrive, and each is validated by itself: that a code is redeemed once is up to the caller.
     *
     * @throws io.github.oidcauth.OAuthException the error that the server sent, [io.github.oidcauth.AuthorizationDeniedException] above
     *   all.
     * @throws io.github.oidcauth.InvalidResponseException when it is not the response, or must not be used. Somebody may have sent
     *   it who wants to log the user in as somebody else; a program that can goes on waiting.
     * @throws IllegalArgumentException when [request] was made by another client or for another server.
     */
    @JvmSynthetic
    public suspend fun validate(
        request: AuthorizationRequest,
        url: String,
    ): AuthorizationResponse = responses.validate(request, AuthorizationResponseParameters.ofUrl(url, request.redirectUri))

    /**
     * As the other [validate], for the decoded parameters of a query or of a form that was posted: every value of every name.
     * That they came to the redirect URI is up to the caller.
     */
    @JvmSynthetic
    public suspend fun validate(
        request: AuthorizationRequest,
        parameters: Map<String, List<String>>,
    ): AuthorizationResponse = responses.validate(request, AuthorizationResponseParameters.of(parameters))

    /** As [validate], for the encoded body of a form that was posted (`form_post`), or a query without its question mark. */
    @JvmSynthetic
    public suspend fun validateForm(
        request: AuthorizationRequest,
        form: String,
    ): AuthorizationResponse = responses.validate(request, AuthorizationResponseParameters.ofForm(form))

    /** The validator of responses to [request], with the keys it needs. @throws AuthException when they cannot be fetched. */
    internal suspend fun responseValidator(
        request: AuthorizationRequest,
    ): AuthorizationResponseValidator = responses.validatorFor(request)

    /**
     * Calls an API with [token], as a bearer token or with a proof that the client has its key (RFC 6750 §2.1, RFC 9449 §7). Any
     * status is a response; [ProtectedResponse.orThrow] validates it.
     *
     * The token goes to [ProtectedRequest.url] alone, by https (http to this machine): redirects are not followed. Sent once, and
     * once more when the API refused the proof for want of a nonce (RFC 9449 §9), which it does before it acts on a request.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the token cannot be presented, or not at that address.
     * @throws io.github.oidcauth.InvalidResponseException when the response is larger than 1 MiB.
     * @throws io.github.oidcauth.TransportException when no response arrives.
     */
    @JvmSynthetic
    public suspend fun request(
        token: Token,
        request: ProtectedRequest,
    ): ProtectedResponse = resources.send(request, token)

    /**
     * The headers that present [token] in one request of [method] to [url], for callers with an HTTP client of their own:
     * `Authorization`, and for a token that is bound to a key `DPoP`, a proof that is good for this one request (RFC 9449 §7.1).
     * Nothing is sent. **Do not let the HTTP client follow redirects with them.**
     *
     * An API may want a nonce in the proof: pass the header `DPoP-Nonce` of every response to [learnNonce]. When the API responds
     * with 401 and `error="use_dpop_nonce"`, make new headers after that, and try again, once.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the token cannot be presented, or not at [url].
     */
    @Throws(AuthException::class)
    public fun authorizationHeaders(
        token: Token,
        method: String,
        url: String,
    ): Map<String, String> = resources.headers(method, url, token)

    /**
     * Notes the [nonce] that the API at [url] has in the header `DPoP-Nonce` of a response, for its next proof (RFC 9449 §8.2,
     * §9). Null, and what is no nonce, changes nothing.
     *
     * @throws io.github.oidcauth.InvalidConfigException when no token may be sent to [url].
     */
    @Throws(AuthException::class)
    public fun learnNonce(
        url: String,
        nonce: String?,
    ): Unit = resources.learn(url, nonce)

    /** Fetches what the ID token of a login with [scope] will be validated by. @throws AuthException when it cannot be had. */
    internal suspend fun prepareLogin(scope: String?): Unit = idTokens.prepare(scope)

    /** Returns whether the server has [endpoint], at an address that can be called. */
    internal fun offers(endpoint: Endpoint): Boolean = endpoint in endpoints

    /** One poll, as data. */
    internal suspend fun poll(grant: Grant): PollResult = tokenEndpoint.poll(grant)

    override fun toString(): String = "OAuth2Client(issuer=${metadata.issuer}, clientId=${config.clientId})"

    public companion object {
        init {
            requireFittingVersions()
        }
    }
}
