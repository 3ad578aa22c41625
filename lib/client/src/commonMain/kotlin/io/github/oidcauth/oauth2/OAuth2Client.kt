// Tested by AuthorizationRequestTest, GrantRequestTest, PollingJobTest and RevocationAndIntrospectionTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.internal.callback.AuthorizationResponseParameters
import io.github.oidcauth.internal.client.ProtocolClient
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
 * It sends requests and validates the responses. It keeps no tokens, asks no user and opens no browser: `authenticate` does
 * that. Secrets go to the endpoints of [metadata] alone. What it keeps are the server's public keys, so make one
 * client and use it for long.
 *
 * Every function throws an [AuthException] and nothing else, but for cancellation and programming errors. When one is
 * cancelled, or ends with [io.github.oidcauth.TransportException], the server may have acted on the request all the same.
 * Thread-safe.
 */
public class OAuth2Client internal constructor(
    internal val protocol: ProtocolClient,
) {
    /** The client's registration and settings. */
    public val config: ClientConfig get() = protocol.config

    /** The metadata of the server, with what else is known of it when the [config] is for a known provider. */
    public val metadata: ServerMetadata get() = protocol.metadata

    /** The client authentication that is configured, or else chosen by [metadata]. */
    public val authentication: ClientAuthentication get() = protocol.authentication

    /**
     * Sends [grant] to the token endpoint, once, and returns the token (RFC 6749 §4, §5, §6).
     *
     * An ID token in the response is validated before the token is returned, and [Token.idToken] is the signed JWT, without its
     * encryption. The server's keys are fetched for that if they are not known yet.
     *
     * @throws io.github.oidcauth.OAuthException when the server refuses; its subclasses say why.
     * @throws io.github.oidcauth.InvalidResponseException when the response is not what the specification says.
     * @throws io.github.oidcauth.UnverifiedRefreshException when a refresh has replaced the refresh token, and the rest of the
     *   response cannot be verified or used.
     * @throws io.github.oidcauth.TransportException when no response arrives.
     */
    @JvmSynthetic
    public suspend fun token(grant: Grant): Token = protocol.tokens.token(grant)

    /**
     * Starts a device login, and returns what the user is shown and the code to poll with (RFC 8628 §3.1). [pollingJob] waits for
     * the user.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the server has no device authorization endpoint.
     */
    @JvmSynthetic
    public suspend fun deviceAuthorization(options: RequestOptions = RequestOptions.NONE): DeviceCode =
        protocol.tokens.startDeviceLogin(options)

    /** `deviceAuthorization { scope("openid") }`. */
    @JvmSynthetic
    public suspend fun deviceAuthorization(configure: RequestOptions.Builder.() -> Unit): DeviceCode =
        deviceAuthorization(RequestOptions(configure))

    /** Returns a job that waits for the user to whom [code] was shown. Nothing is sent yet; [options] are sent with each poll. */
    @JvmSynthetic
    public fun pollingJob(
        code: DeviceCode,
        options: RequestOptions = RequestOptions.NONE,
    ): PollingJob =
        PollingJob(
            code.interval,
            (code.expiresAt - protocol.context.clock.now()).coerceIn(Duration.ZERO, code.lifetime),
            protocol.context.timeSource,
            protocol.tokens.poller(DeviceCodeGrant(code, options)),
        )

    /**
     * Starts a login of a user on their own device (CIBA Core 1.0 §7). [pollingJob] waits for the user. With
     * [AuthorizationSettings.requestObject], the request is a signed JWT (§7.1.1), as FAPI-CIBA requires.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the server has no backchannel authentication endpoint.
     */
    @JvmSynthetic
    public suspend fun backchannelAuthentication(request: BackchannelAuthenticationRequest): BackchannelAuthentication =
        protocol.tokens.startBackchannelLogin(request)

    /** Returns a job that waits for the user of [authentication]. Nothing is sent yet; [options] are sent with each poll. */
    @JvmSynthetic
    public fun pollingJob(
        authentication: BackchannelAuthentication,
        options: RequestOptions = RequestOptions.NONE,
    ): PollingJob =
        PollingJob(
            authentication.interval,
            (authentication.expiresAt - protocol.context.clock.now()).coerceAtLeast(Duration.ZERO),
            protocol.context.timeSource,
            protocol.tokens.poller(CibaGrant(authentication, options)),
        )

    /**
     * Revokes [token] (RFC 7009 §2). A token that the server no longer knows is no error.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the server has no revocation endpoint.
     */
    @JvmSynthetic
    public suspend fun revoke(
        token: String,
        hint: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): Unit = protocol.tokens.revoke(token, hint, options)

    /**
     * Revokes [token] as a whole: its refresh token, which ends what was issued with it (RFC 7009 §2.1), or, when it has none,
     * its access token.
     */
    @JvmSynthetic
    public suspend fun revoke(token: Token): Unit = protocol.tokens.revoke(token)

    /**
     * Asks the server about [token] (RFC 7662 §2). The response is signed if [ClientConfig.introspection] says so (RFC 9701).
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
    ): Introspection = protocol.tokens.introspect(token, hint, options)

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
    ): IdToken = protocol.openId.validateIdToken(raw, requirements)

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
    public suspend fun jwks(): JwkSet = JwkSet(protocol.keys.current())

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
    public suspend fun refreshJwks(): JwkSet = JwkSet(protocol.keys.refetch())

    /**
     * Returns the claims of the user of [token] (OpenID Connect Core 1.0 §5.3), who has to be the user of its ID token.
     *
     * @throws IllegalArgumentException when there is no ID token in it: say whom you expect with the other `userInfo`.
     */
    @JvmSynthetic
    public suspend fun userInfo(token: Token): UserInfo = userInfo(token, ExpectedSubject.of(token))

    /**
     * Returns the claims of the user of [token], who has to be [subject] (OpenID Connect Core 1.0 §5.3).
     *
     * @throws io.github.oidcauth.InvalidResponseException when the response is about somebody else, or not signed or encrypted as
     * [ClientConfig.userInfo] says.
     * @throws io.github.oidcauth.InvalidConfigException when the server has no userinfo endpoint.
     */
    @JvmSynthetic
    public suspend fun userInfo(
        token: Token,
        subject: ExpectedSubject,
    ): UserInfo = protocol.openId.userInfo(token, subject)

    /**
     * Returns the URL at which the user logs out of the server (OpenID Connect RP-Initiated Logout 1.0 §2), to be opened in their
     * browser. Nothing is sent.
     *
     * @throws io.github.oidcauth.InvalidConfigException when the server has no end session endpoint.
     */
    @Throws(AuthException::class)
    public fun logoutRequest(options: LogoutOptions): LogoutRequest = protocol.openId.logoutRequest(options)

    /** `logoutRequest { idTokenHint(token) }`. */
    @JvmSynthetic
    public fun logoutRequest(
        configure: LogoutOptions.Builder.() -> Unit = {},
    ): LogoutRequest = logoutRequest(LogoutOptions(configure))

    /**
     * Returns a builder of authorization requests whose response comes to [redirectUri] (RFC 6749 §4.1.1): an https URL, http on
     * this machine, or a URI of a private-use scheme such as `com.example.app:/callback` (RFC 8252 §7). It is registered at
     * the server, letter by letter but for the port of a loopback address.
     */
    public fun authorizationRequestBuilder(redirectUri: String): AuthorizationRequestBuilder =
        protocol.authorization.builder(redirectUri)

    /**
     * Returns a new request, `authorizationRequest("http://127.0.0.1:8400/callback") { scope("openid", "email") }`. Nothing is
     * sent.
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
     * Returns [request], signed and pushed where the server requires it (RFC 9101 §10.5, RFC 9126 §5) or
     * [ClientConfig.authorization] says so. For a server that requires neither, it is [request] itself, and nothing is sent.
     */
    @JvmSynthetic
    public suspend fun prepare(request: AuthorizationRequest): AuthorizationRequest = protocol.authorization.prepare(request)

    /**
     * Returns [request] with its parameters in a signed, perhaps encrypted JWT (RFC 9101 §4): by
     * [AuthorizationSettings.requestObject], else with [ClientConfig.Builder.signingKey]. It can be pushed, or published for
     * [AuthorizationRequest.withRequestUri]. The server's keys are fetched when one of them encrypts it.
     *
     * @throws io.github.oidcauth.InvalidConfigException when there is no key for it.
     */
    @JvmSynthetic
    public suspend fun sign(request: AuthorizationRequest): AuthorizationRequest = protocol.authorization.sign(request)

    /**
     * Sends the parameters of [request] to the server, with the client's credentials, and returns a request whose URL has a
     * reference in their place (RFC 9126 §2). That URL can be opened until [AuthorizationRequest.expiresAt], once.
     *
     * @throws io.github.oidcauth.OAuthException when the server refuses the request.
     * @throws io.github.oidcauth.InvalidConfigException when the server has no pushed authorization request endpoint.
     * @throws IllegalArgumentException when it has been pushed already.
     */
    @JvmSynthetic
    public suspend fun push(request: AuthorizationRequest): AuthorizationRequest = protocol.authorization.push(request)

    /**
     * Returns the response to [request] that is in [url], to which the browser was sent, after having validated that it comes
     * from the server and has a code. The URL is compared with the redirect URI; then state, issuer (RFC 9207) and error count,
     * in this order. For signed responses ([ResponseMode.isSigned]) signature, issuer, audience and expiry take the issuer's
     * place, and the server's keys are fetched when they are not known. A program behind a proxy, which does not know its own
     * address, passes the parameters.
     *
     * Several responses may arrive, and each is validated by itself: the caller makes sure that a code is redeemed once.
     *
     * @throws io.github.oidcauth.OAuthException the error that the server sent, such as
     *   [io.github.oidcauth.AuthorizationDeniedException].
     * @throws io.github.oidcauth.InvalidResponseException when [url] is not the response, or must not be used. An attacker may
     *   have sent it to log the user in as somebody else; a program that can should go on waiting.
     * @throws IllegalArgumentException when [request] was made by another client or for another server.
     */
    @JvmSynthetic
    public suspend fun validate(
        request: AuthorizationRequest,
        url: String,
    ): AuthorizationResponse {
        val parameters = AuthorizationResponseParameters.ofUrl(url, request.redirectUri)
        return protocol.authorization.validate(request, parameters)
    }

    /**
     * Returns the response to [request] that is in the decoded [parameters] of a query or of a posted form: every value of every
     * name. See the other [validate]; the caller makes sure that they came to the redirect URI.
     */
    @JvmSynthetic
    public suspend fun validate(
        request: AuthorizationRequest,
        parameters: Map<String, List<String>>,
    ): AuthorizationResponse = protocol.authorization.validate(request, AuthorizationResponseParameters.of(parameters))

    /**
     * Returns the response in the encoded body of a posted form (`form_post`), or in a query without its question mark. See
     * [validate].
     */
    @JvmSynthetic
    public suspend fun validateForm(
        request: AuthorizationRequest,
        form: String,
    ): AuthorizationResponse = protocol.authorization.validate(request, AuthorizationResponseParameters.ofForm(form))

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
    ): ProtectedResponse = protocol.resources.send(request, token)

    /**
     * Returns the headers that present [token] in one request of [method] to [url], for callers with an HTTP client of their own:
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
    ): Map<String, String> = protocol.resources.headers(method, url, token)

    /**
     * Notes the [nonce] of the header `DPoP-Nonce` in a response of the API at [url], for the next proof (RFC 9449 §8.2, §9).
     * Null and invalid nonces change nothing.
     *
     * @throws io.github.oidcauth.InvalidConfigException when no token may be sent to [url].
     */
    @Throws(AuthException::class)
    public fun learnNonce(
        url: String,
        nonce: String?,
    ): Unit = protocol.resources.learn(url, nonce)

    override fun toString(): String = "OAuth2Client(issuer=${metadata.issuer}, clientId=${config.clientId})"

    public companion object {
        init {
            requireFittingVersions()
        }
    }
}
