// Tested by GrantRequestTest, PollingJobTest and RevocationAndIntrospectionTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.addresses.IssuerName
import io.github.oidcauth.internal.assembly.processClients
import io.github.oidcauth.internal.callback.AuthorizationResponseParameters
import io.github.oidcauth.internal.client.GrantEvents
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.jwt.unverifiedClaims
import io.github.oidcauth.internal.metadata.IssuerMatcher
import io.github.oidcauth.internal.sources.ClientTokenSources
import io.github.oidcauth.internal.sources.SourceKey
import io.github.oidcauth.internal.sources.SourceServices
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.openid.ExpectedSubject
import io.github.oidcauth.openid.IdToken
import io.github.oidcauth.openid.IdTokenRequirements
import io.github.oidcauth.openid.LogoutOptions
import io.github.oidcauth.openid.LogoutRequest
import io.github.oidcauth.openid.UserInfo
import io.github.oidcauth.providers.Provider
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration

/**
 * A client of one authorization server (RFC 6749 §1.1).
 *
 * ```
 * val client = OAuth2Client.discover("https://issuer.example.com", "my-client", secret)
 * val token = client.token(ClientCredentialsGrant("read"))
 * ```
 *
 * It sends requests and validates the responses. It keeps no tokens, asks no user and opens no browser: `authenticate` does
 * that. A [tokenSource] of it keeps one token, and renews it. Secrets are sent to the endpoints of [metadata] alone. It keeps
 * the server's public keys and DPoP nonces in memory, so make one client and use it for a long time.
 *
 * Every function throws only an [AuthException], except for cancellation and programming errors. If a function is cancelled, or
 * throws [io.github.oidcauth.TransportException], the server may have acted on the request all the same. Thread-safe.
 */
public class OAuth2Client internal constructor(
    internal val protocol: ProtocolClient,
) {
    private val events = GrantEvents(protocol.metadata, protocol.config, protocol.context.blocking)

    private val sources by lazy {
        val context = protocol.context
        val shared = SharedState.ofProcess
        val services =
            SourceServices(
                context.background,
                context.clock,
                context.random::fraction,
                shared.inFlightWrites,
                shared.pendingWrites,
            )
        ClientTokenSources(protocol, events, services)
    }

    /** The client's registration and settings. */
    public val config: ClientConfig get() = protocol.config

    /** The metadata of the server, with the members that a known provider has but does not publish. */
    public val metadata: ServerMetadata get() = protocol.metadata

    /** The client authentication of the configuration, or else one that is selected from [metadata]. */
    public val authentication: ClientAuthentication get() = protocol.authentication

    /**
     * Exchanges [grant] for a token (RFC 6749 §4, §5, §6). The request is sent once.
     *
     * An ID token in the response is validated before the token is returned, and [Token.idToken] is the signed JWT, without its
     * encryption. The server's keys are fetched for that if they are not cached.
     *
     * @throws io.github.oidcauth.OAuthException if the server refuses; its subclasses tell the reason.
     * @throws io.github.oidcauth.InvalidResponseException if the response violates its specification.
     * @throws io.github.oidcauth.UnverifiedRefreshException if a refresh has replaced the refresh token, and the rest of the
     *     response cannot be verified or used.
     * @throws io.github.oidcauth.TransportException if no response arrives.
     */
    @JvmSynthetic
    public suspend fun token(grant: Grant): Token {
        val token =
            try {
                protocol.tokens.token(grant)
            } catch (e: AuthException) {
                events.notifyFailed(grant, e)
                throw e
            }
        events.notifyObtained(grant, token)
        return token
    }

    /**
     * Returns a source of tokens for [grant]: it sends the grant when a token is needed, and refreshes the token when it has a
     * refresh token. Nothing is sent yet.
     *
     * - A grant that can be repeated (client credentials, password, token exchange, assertions) is sent again if there is no
     * refresh   token, or the server refuses it.
     * - A code or refresh token is used once; afterwards only refresh tokens help. The first call for a [DeviceCodeGrant] or a
     *   [CibaGrant] polls until the user has finished.
     * - Tokens of client credentials are never refreshed (RFC 6749 §4.4.3).
     *
     * @throws io.github.oidcauth.InvalidConfigException if [options] have a store, and there is no default key.
     */
    @JvmSynthetic
    public fun tokenSource(
        grant: Grant,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): TokenSource =
        when (grant) {
            is DeviceCodeGrant -> sourceOfLogin(grant, DeviceCode.DEFAULT_INTERVAL, Duration.INFINITE, options)
            is CibaGrant -> sourceOfLogin(grant, BackchannelAuthentication.DEFAULT_INTERVAL, Duration.INFINITE, options)
            else -> sources.ofGrant(grant, options)
        }

    /** Returns a source of tokens for [grant]: `tokenSource(ClientCredentialsGrant("read")) { refreshAhead = 0.2 }`. */
    @JvmSynthetic
    public fun tokenSource(
        grant: Grant,
        configure: TokenSourceOptions.Builder.() -> Unit,
    ): TokenSource = tokenSource(grant, TokenSourceOptions(configure))

    /**
     * Returns a source of tokens for the grants that [makeGrant] makes, one for each request, such as [JwtBearerGrant] with a new
     * assertion. The token is refreshed when it has a refresh token.
     *
     * @throws io.github.oidcauth.InvalidConfigException if [options] have a store and no key.
     */
    @JvmSynthetic
    public fun tokenSource(
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
        makeGrant: suspend () -> Grant,
    ): TokenSource = sources.ofGrants(options, makeGrant)

    /** Returns a source whose first call polls until the user to whom [code] was shown has finished; later ones refresh. */
    @JvmSynthetic
    public fun tokenSource(
        code: DeviceCode,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): TokenSource = sourceOfLogin(DeviceCodeGrant(code), code.interval, lifetimeOf(code), options)

    /** Returns a source for [code]: `tokenSource(code) { store = FileTokenStore() }`. */
    @JvmSynthetic
    public fun tokenSource(
        code: DeviceCode,
        configure: TokenSourceOptions.Builder.() -> Unit,
    ): TokenSource = tokenSource(code, TokenSourceOptions(configure))

    /** Returns a source whose first call polls until the user of [authentication] has finished; later ones refresh. */
    @JvmSynthetic
    public fun tokenSource(
        authentication: BackchannelAuthentication,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): TokenSource {
        val lifetime = authentication.expiresIn(protocol.context.clock.now())
        return sourceOfLogin(CibaGrant(authentication), authentication.interval, lifetime, options)
    }

    /** Returns a source for [authentication]: `tokenSource(authentication) { store = FileTokenStore() }`. */
    @JvmSynthetic
    public fun tokenSource(
        authentication: BackchannelAuthentication,
        configure: TokenSourceOptions.Builder.() -> Unit,
    ): TokenSource = tokenSource(authentication, TokenSourceOptions(configure))

    /**
     * Returns a source that begins with [token], and refreshes it when it expires, if it has a refresh token.
     *
     * @throws io.github.oidcauth.InvalidConfigException if [options] have a store and no key, and there is no refresh token.
     */
    @JvmSynthetic
    public fun tokenSource(
        token: Token,
        options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
    ): TokenSource = sources.ofToken(token, options)

    /** Returns a source that begins with [token]: `tokenSource(token) { store = FileTokenStore() }`. */
    @JvmSynthetic
    public fun tokenSource(
        token: Token,
        configure: TokenSourceOptions.Builder.() -> Unit,
    ): TokenSource = tokenSource(token, TokenSourceOptions(configure))

    private fun sourceOfLogin(
        grant: Grant,
        interval: Duration,
        lifetime: Duration,
        options: TokenSourceOptions,
    ): TokenSource =
        sources.ofLogin(grant, options) { notifyObtained ->
            val job = job(grant, interval, lifetime, notifyObtained)
            job::await
        }

    /**
     * Starts a device login and returns the codes to show to the user and to poll with (RFC 8628 §3.1). [pollingJob] waits
     * for the user.
     *
     * @throws io.github.oidcauth.InvalidConfigException if the server has no device authorization endpoint.
     */
    @JvmSynthetic
    public suspend fun deviceAuthorization(options: RequestOptions = RequestOptions.NONE): DeviceCode =
        protocol.tokens.startDeviceLogin(options)

    /** Starts a device login for [scope], space-separated: `deviceAuthorization("openid email")`. */
    @JvmSynthetic
    public suspend fun deviceAuthorization(scope: String): DeviceCode = deviceAuthorization(RequestOptions.ofScope(scope))

    /** Starts a device login: `deviceAuthorization { scope("openid") }`. */
    @JvmSynthetic
    public suspend fun deviceAuthorization(configure: RequestOptions.Builder.() -> Unit): DeviceCode =
        deviceAuthorization(RequestOptions(configure))

    /** Returns a job that waits for the user to whom [code] was shown. Nothing is sent yet; [options] are sent with each poll. */
    @JvmSynthetic
    public fun pollingJob(
        code: DeviceCode,
        options: RequestOptions = RequestOptions.NONE,
    ): PollingJob =
        job(
            DeviceCodeGrant(code, options),
            code.interval,
            lifetimeOf(code),
        )

    private fun lifetimeOf(code: DeviceCode): Duration = code.expiresIn(protocol.context.clock.now()).coerceAtMost(code.lifetime)

    /**
     * Returns a job that waits for the user of the login that [deviceCode] belongs to, polling every [interval] (one second at
     * least) until the server says that the code has expired, or [expiresIn] is over. Nothing is sent yet; [options] are sent
     * with each poll.
     */
    @JvmSynthetic
    public fun devicePollingJob(
        deviceCode: String,
        interval: Duration = DeviceCode.DEFAULT_INTERVAL,
        expiresIn: Duration = Duration.INFINITE,
        options: RequestOptions = RequestOptions.NONE,
    ): PollingJob = job(DeviceCodeGrant(deviceCode, options), interval, expiresIn)

    /**
     * Starts a login of a user on their own device (CIBA Core 1.0 §7). [pollingJob] waits for the user. With
     * [AuthorizationSettings.requestObject], the request is a signed JWT (§7.1.1), as FAPI-CIBA requires.
     *
     * @throws io.github.oidcauth.InvalidConfigException if the server has no backchannel authentication endpoint.
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
        job(
            CibaGrant(authentication, options),
            authentication.interval,
            authentication.expiresIn(protocol.context.clock.now()),
        )

    /**
     * Returns a job that waits for the user of the login that [authReqId] belongs to, polling every [interval] (one second at
     * least) until the server says that the login has expired, or [expiresIn] is over. Nothing is sent yet; [options] are sent
     * with each poll.
     */
    @JvmSynthetic
    public fun backchannelPollingJob(
        authReqId: String,
        interval: Duration = BackchannelAuthentication.DEFAULT_INTERVAL,
        expiresIn: Duration = Duration.INFINITE,
        options: RequestOptions = RequestOptions.NONE,
    ): PollingJob = job(CibaGrant(authReqId, options), interval, expiresIn)

    private fun job(
        grant: Grant,
        interval: Duration,
        lifetime: Duration,
        notifyObtained: suspend (Token) -> Unit = { events.notifyObtained(grant, it) },
    ): PollingJob = PollingJob(interval, lifetime, protocol.context.timeSource, protocol.tokens.poller(grant), notifyObtained)

    /**
     * Revokes [token] (RFC 7009 §2). It is not an error if the server does not know the token any more.
     *
     * @throws io.github.oidcauth.InvalidConfigException if the server has no revocation endpoint.
     */
    @JvmSynthetic
    public suspend fun revoke(
        token: String,
        hint: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): Unit = protocol.tokens.revoke(token, hint, options)

    /**
     * Revokes [token] as a whole: its refresh token, which also revokes the access tokens issued with it (RFC 7009 §2.1), or
     * its access token if there is no refresh token. With a [type], revokes the token of this type alone.
     *
     * @throws IllegalArgumentException if it has no token of this type.
     * @throws io.github.oidcauth.InvalidConfigException if the server has no revocation endpoint.
     */
    @JvmSynthetic
    public suspend fun revoke(
        token: Token,
        type: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): Unit = protocol.tokens.revoke(token, type, options)

    /**
     * Returns the server's introspection response for [token] (RFC 7662 §2), signed if [ClientConfig.introspection] requires
     * it (RFC 9701). The token is sent to the server of this client, whatever issuer it names; [byIssuerOf] finds the client
     * for tokens of several servers.
     *
     * @throws io.github.oidcauth.InvalidResponseException if the response is not signed or encrypted as required, or is for
     *     another recipient.
     * @throws io.github.oidcauth.InvalidConfigException if the server has no introspection endpoint.
     */
    @JvmSynthetic
    public suspend fun introspect(
        token: String,
        hint: TokenTypeHint? = null,
        options: RequestOptions = RequestOptions.NONE,
    ): Introspection = protocol.tokens.introspect(token, hint, options)

    /**
     * Returns the server's introspection response for the access token of [token], or for its refresh token if [type] names
     * that: see the other `introspect`.
     *
     * @throws IllegalArgumentException if it has no token of this type.
     */
    @JvmSynthetic
    public suspend fun introspect(
        token: Token,
        type: TokenTypeHint = TokenTypeHint.ACCESS_TOKEN,
        options: RequestOptions = RequestOptions.NONE,
    ): Introspection = protocol.tokens.introspect(token, type, options)

    /**
     * Validates the ID token [raw]: signature, issuer, audience, times, and the [requirements] (OpenID Connect Core 1.0
     * §3.1.3.7). Fetches the server's keys if they are not cached, or if [raw] names an unknown one.
     *
     * The ID token of a [Token] was validated before and is no longer encrypted: a client that requires encryption refuses it
     * here.
     *
     * @throws io.github.oidcauth.InvalidResponseException if it is invalid; the message names the faulty claim.
     * @throws io.github.oidcauth.InvalidConfigException if the issuer or the address of its keys is not known.
     * @throws io.github.oidcauth.TransportException if the keys cannot be fetched.
     */
    @JvmSynthetic
    public suspend fun validateIdToken(
        raw: String,
        requirements: IdTokenRequirements = IdTokenRequirements.NONE,
    ): IdToken = protocol.openId.validateIdToken(raw, requirements)

    /**
     * Validates the ID token of [token]: see the other `validateIdToken`. Its access token must fit `at_hash`, if present,
     * unless the [requirements] name another one.
     *
     * @throws IllegalArgumentException if it has no ID token.
     */
    @JvmSynthetic
    public suspend fun validateIdToken(
        token: Token,
        requirements: IdTokenRequirements = IdTokenRequirements.NONE,
    ): IdToken = validateIdToken(TypedToken.idToken(token).value, requirements.withAccessToken(token.accessToken))

    /**
     * Validates the access token [raw], which must be a JWT of this server (RFC 9068 §4): signature, issuer, times, and
     * [audience], the name of the API that calls this. Returns all its claims. Fetches the server's keys if they are not cached,
     * or if [raw] names an unknown one. For other access tokens, there is [introspect].
     *
     * Roles and scopes are claims that the API compares itself. A token that was revoked is valid here until it expires, and a
     * [Confirmation] in the claims must be compared with the request that the token came with.
     *
     * @throws io.github.oidcauth.InvalidResponseException if it is invalid; the message names the faulty claim.
     * @throws io.github.oidcauth.InvalidConfigException if the issuer or the address of its keys is not known.
     * @throws io.github.oidcauth.TransportException if the keys cannot be fetched.
     */
    @JvmSynthetic
    public suspend fun validateAccessToken(
        raw: String,
        audience: String,
    ): JsonObject = protocol.tokens.validateAccessToken(raw, audience)

    /**
     * Validates the access token [raw] for whatever audience: see the other `validateAccessToken`. **Do not accept it in an API**:
     * it may have been issued for another API, and that API can send it here.
     */
    @DelicateOidcAuthApi
    @JvmSynthetic
    public suspend fun validateAccessToken(raw: String): JsonObject = protocol.tokens.validateAccessToken(raw, audience = null)

    /**
     * Returns the server's public keys (RFC 7517 §5), without those that cannot be used here. They are fetched if none are
     * cached or the cached ones are out of date, and all validations of this client share them; so a program can call this
     * early to check that the keys are available. If they cannot be fetched, cached keys are returned for up to one day after
     * they went out of date.
     *
     * After a failure without cached keys, the next request is sent one second later at the earliest, then after twice as
     * long, up to 32 seconds; calls until then throw the same error.
     *
     * Thread-safe; cancelling a call does not affect other callers.
     *
     * @throws io.github.oidcauth.InvalidConfigException if the metadata name no `jwks_uri`.
     * @throws io.github.oidcauth.TransportException if no response arrives, and no keys are cached.
     * @throws io.github.oidcauth.HttpException if the server responds with an error, and no keys are cached.
     * @throws io.github.oidcauth.InvalidResponseException if the published set has no usable key, and no keys are cached.
     */
    @JvmSynthetic
    public suspend fun jwks(): JwkSet = JwkSet(protocol.keys.current())

    /**
     * Returns the server's public keys, fetched now even if some are cached, for a program that was told that the keys
     * changed. Calls are not delayed, so do not call it for each token that arrives: for a token with an unknown key, the
     * client fetches the keys by itself.
     *
     * Concurrent callers share one request. If it fails, the cached keys stay in use.
     *
     * Thread-safe; cancelling a call does not affect other callers.
     *
     * @throws AuthException as [jwks] does, also if keys are cached.
     */
    @JvmSynthetic
    public suspend fun refreshJwks(): JwkSet = JwkSet(protocol.keys.refetch())

    /**
     * Fetches the claims about the user of [token] (OpenID Connect Core 1.0 §5.3). The response must be about the user of its
     * ID token.
     *
     * @throws IllegalArgumentException if it contains no ID token: pass the expected user to the other `userInfo`.
     */
    @JvmSynthetic
    public suspend fun userInfo(token: Token): UserInfo = userInfo(token, ExpectedSubject.of(token))

    /**
     * Fetches the claims about the user of [token], who must be [subject] (OpenID Connect Core 1.0 §5.3).
     *
     * @throws io.github.oidcauth.InvalidResponseException if the response is about another user, or is not signed or
     *     encrypted as [ClientConfig.userInfo] requires.
     * @throws io.github.oidcauth.InvalidConfigException if the server has no userinfo endpoint.
     */
    @JvmSynthetic
    public suspend fun userInfo(
        token: Token,
        subject: ExpectedSubject,
    ): UserInfo = protocol.openId.userInfo(token, subject)

    /**
     * Fetches the claims about the user of [accessToken], a bearer token, who must be [subject]: see the other `userInfo`.
     *
     * @throws IllegalArgumentException if [accessToken] cannot stand in an HTTP header.
     */
    @JvmSynthetic
    public suspend fun userInfo(
        accessToken: String,
        subject: ExpectedSubject,
    ): UserInfo = userInfo(Token(accessToken), subject)

    /**
     * Fetches the claims about the user of [accessToken], a bearer token, whoever it is: see [ExpectedSubject.unchecked]. **Do
     * not log anybody in with these claims**: an access token may have been issued to another client for another user.
     *
     * @throws IllegalArgumentException if [accessToken] cannot stand in an HTTP header.
     */
    @DelicateOidcAuthApi
    @JvmSynthetic
    public suspend fun userInfo(accessToken: String): UserInfo = userInfo(accessToken, ExpectedSubject.unchecked())

    /**
     * Returns the URL at which the user logs out of the server (OpenID Connect RP-Initiated Logout 1.0 §2), to be opened in
     * their browser. Nothing is sent.
     *
     * @throws io.github.oidcauth.InvalidConfigException if the server has no end session endpoint.
     */
    @Throws(AuthException::class)
    public fun logoutRequest(options: LogoutOptions): LogoutRequest = protocol.openId.logoutRequest(options)

    /** Returns a logout request: `logoutRequest { idTokenHint(token) }`. */
    @JvmSynthetic
    public fun logoutRequest(
        configure: LogoutOptions.Builder.() -> Unit = {},
    ): LogoutRequest = logoutRequest(LogoutOptions(configure))

    /**
     * Returns a builder for an authorization request, whose response is sent to [redirectUri] (RFC 6749 §4.1.1): an https
     * URL, http on this machine, or a URI of a private-use scheme such as `com.example.app:/callback` (RFC 8252 §7). It must
     * be registered at the server in exactly this form, except for the port of a loopback address.
     */
    public fun authorizationRequestBuilder(redirectUri: String): AuthorizationRequestBuilder =
        protocol.authorization.builder(redirectUri)

    /**
     * Returns a new request: `authorizationRequest("http://127.0.0.1:8400/callback") { scope("openid", "email") }`. Nothing
     * is sent.
     *
     * @throws io.github.oidcauth.InvalidConfigException if the server has no authorization endpoint, the redirect URI is
     *     invalid, or a parameter belongs to the protocol or has a function of its own.
     */
    @JvmSynthetic
    public inline fun authorizationRequest(
        redirectUri: String,
        configure: AuthorizationRequestBuilder.() -> Unit = {},
    ): AuthorizationRequest = authorizationRequestBuilder(redirectUri).apply(configure).build()

    /**
     * Returns [request], signed and pushed if the server requires it (RFC 9101 §10.5, RFC 9126 §5) or
     * [ClientConfig.authorization] asks for it. If neither is required, returns [request] itself, and nothing is sent.
     */
    @JvmSynthetic
    public suspend fun prepare(request: AuthorizationRequest): AuthorizationRequest = protocol.authorization.prepare(request)

    /**
     * Returns [request] with its parameters in a signed, possibly encrypted JWT (RFC 9101 §4). It is signed by
     * [AuthorizationSettings.requestObject], else with [ClientConfig.Builder.signingKey]. It can be pushed, or published for
     * [AuthorizationRequest.withRequestUri]. The server's keys are fetched if one of them encrypts it.
     *
     * @throws io.github.oidcauth.InvalidConfigException if there is no key for it.
     */
    @JvmSynthetic
    public suspend fun sign(request: AuthorizationRequest): AuthorizationRequest = protocol.authorization.sign(request)

    /**
     * Sends the parameters of [request] to the server, with the client's credentials, and returns a request whose URL
     * contains a reference in place of them (RFC 9126 §2). The URL can be opened once, until
     * [AuthorizationRequest.expiresAt].
     *
     * @throws io.github.oidcauth.OAuthException if the server refuses the request.
     * @throws io.github.oidcauth.InvalidConfigException if the server has no pushed authorization request endpoint.
     * @throws IllegalArgumentException if it has been pushed already.
     */
    @JvmSynthetic
    public suspend fun push(request: AuthorizationRequest): AuthorizationRequest = protocol.authorization.push(request)

    /**
     * Validates [response], and returns the response to [request] that it contains, with a code. It is the URL that the browser
     * was sent to, or the query of that URL, such as `?code=…&state=…` or `code=…&state=…`. It compares a URL with the redirect
     * URI, then checks state, issuer (RFC 9207) and error, in this order. For signed responses ([ResponseMode.isSigned]) it
     * checks signature, issuer, audience and expiry in place of the issuer, and fetches the server's keys if they are not
     * cached. A program behind a proxy, which does not know its own address, passes the query or the parameters; it must ensure
     * that they came to the redirect URI.
     *
     * Several responses may arrive, and each is validated by itself: the caller must ensure that a code is redeemed once.
     *
     * @throws io.github.oidcauth.OAuthException the error that the server sent, for example
     *     [io.github.oidcauth.AuthorizationDeniedException].
     * @throws io.github.oidcauth.InvalidResponseException if it is not the response to [request], or must not be used. An
     *     attacker may have sent it, to log the user in as somebody else; keep waiting if the program can.
     * @throws IllegalArgumentException if [request] was made by another client or for another server.
     */
    @JvmSynthetic
    public suspend fun validate(
        request: AuthorizationRequest,
        response: String,
    ): AuthorizationResponse {
        val parameters = AuthorizationResponseParameters.ofText(response, request.redirectUri)
        return protocol.authorization.validate(request, parameters)
    }

    /**
     * Validates as the other [validate] does, for the decoded parameters of a query or of a posted form: for each name one
     * string, or a collection or an array of all its values, as servlets and web frameworks have them. A parameter that occurs
     * twice makes a response invalid (RFC 6749 §3.1), so pass all values where there is a choice. The caller must ensure that
     * they came to the redirect URI.
     *
     * @throws IllegalArgumentException if a value is something else.
     */
    @JvmSynthetic
    public suspend fun validate(
        request: AuthorizationRequest,
        parameters: Map<String, *>,
    ): AuthorizationResponse = protocol.authorization.validate(
        request,
        AuthorizationResponseParameters.of(parameters, request.redirectUri),
    )

    /**
     * Validates as [validate] does, for the encoded body of a posted form (`form_post`), or a query without its question
     * mark.
     */
    @JvmSynthetic
    public suspend fun validateForm(
        request: AuthorizationRequest,
        form: String,
    ): AuthorizationResponse = protocol.authorization.validate(request, AuthorizationResponseParameters.ofForm(form))

    /**
     * Calls an API with [token], as a bearer token or with a proof that the client has its key (RFC 6750 §2.1, RFC 9449 §7).
     * Returns the response with any status; [ProtectedResponse.orThrow] checks the status.
     *
     * The token is sent to [ProtectedRequest.url] alone, by https (http to this machine): redirects are not followed. The
     * request is sent once. If the API refused the proof because its nonce is missing (RFC 9449 §9), which it does before it
     * executes a request, it is sent once more.
     *
     * @throws io.github.oidcauth.InvalidConfigException if the token cannot be presented, or not at that address.
     * @throws io.github.oidcauth.InvalidResponseException if the response is larger than 1 MiB.
     * @throws io.github.oidcauth.TransportException if no response arrives.
     */
    @JvmSynthetic
    public suspend fun request(
        token: Token,
        request: ProtectedRequest,
    ): ProtectedResponse = protocol.resources.send(request, token)

    /** Calls an API with [accessToken], a bearer token: see the other `request`. */
    @JvmSynthetic
    public suspend fun request(
        accessToken: String,
        request: ProtectedRequest,
    ): ProtectedResponse = request(Token(accessToken), request)

    /**
     * Returns the headers that present [token] in one request of [method] to [url], for callers with their own HTTP client:
     * `Authorization`, and for a token that is bound to a key also `DPoP`, a proof that is valid for this one request (RFC
     * 9449 §7.1). Nothing is sent. **Do not let the HTTP client follow redirects with them.**
     *
     * An API may require a nonce in the proof: pass the header `DPoP-Nonce` of every response to [learnNonce]. If the API
     * responds with 401 and `error="use_dpop_nonce"`, call this again after that, and retry once.
     *
     * @throws io.github.oidcauth.InvalidConfigException if the token cannot be presented, or not at [url].
     */
    @Throws(AuthException::class)
    public fun authorizationHeaders(
        token: Token,
        method: String,
        url: String,
    ): Map<String, String> = protocol.resources.headers(method, url, token)

    /**
     * Remembers the [nonce] that the API at [url] sent in the header `DPoP-Nonce` of a response, for the next proof (RFC 9449
     * §8.2, §9). Null or an invalid nonce changes nothing.
     *
     * @throws io.github.oidcauth.InvalidConfigException if no token may be sent to [url].
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

        /**
         * Returns the client [clientId] of the server [issuer], with the metadata that it publishes (OpenID Connect Discovery
         * 1.0, RFC 8414). They must name exactly [issuer], unless [ClientConfig.issuerCheck] is set. The URL of the metadata
         * document is accepted in place of an issuer; then the metadata must name the issuer that this URL belongs to, with a
         * final slash or without.
         *
         * Without [clientSecret], it is a public client, or one that [configure] gives other credentials.
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmSynthetic
        public suspend fun discover(
            issuer: String,
            clientId: String,
            clientSecret: String? = null,
            configure: ClientConfig.Builder.() -> Unit = {},
        ): OAuth2Client = discover(issuer, configOf(clientId, clientSecret, configure))

        /**
         * Returns the client [clientId], which authenticates with the private [signingKey] (`private_key_jwt`), of the server
         * [issuer]: see the other `discover`.
         */
        @JvmSynthetic
        public suspend fun discover(
            issuer: String,
            clientId: String,
            signingKey: Jwk,
            configure: ClientConfig.Builder.() -> Unit = {},
        ): OAuth2Client = discover(issuer, configOf(clientId, signingKey, configure))

        /** Returns the client of [config] at the server [issuer]: see the other `discover`. */
        @JvmSynthetic
        public suspend fun discover(
            issuer: String,
            config: ClientConfig,
        ): OAuth2Client = OAuth2Client(processClients.discover(issuer, config))

        /**
         * Returns the client [clientId] of [provider]. Its metadata are fetched, unless they are built in; then no request is
         * made.
         *
         * @throws AuthException if there are no metadata, or they are not trusted.
         */
        @JvmSynthetic
        public suspend fun of(
            provider: Provider,
            clientId: String,
            clientSecret: String? = null,
            configure: ClientConfig.Builder.() -> Unit = {},
        ): OAuth2Client = of(provider, configOf(clientId, clientSecret, configure))

        /** Returns the client of [config] at [provider]: see the other `of`. */
        @JvmSynthetic
        public suspend fun of(
            provider: Provider,
            config: ClientConfig,
        ): OAuth2Client = OAuth2Client(processClients.of(provider, config))

        /**
         * Returns the key under which a token source of the client [clientId] at [issuer] keeps the token of [grant] in a
         * store. No request is made, so that a program can find the token there before it discovers the server:
         *
         * ```
         * val key = OAuth2Client.tokenKey(issuer, "my-service", grant)
         * val tokens = TokenSource.of(TokenSourceOptions { store = files; this.key = key }) { client().token(grant) }
         * ```
         *
         * @throws io.github.oidcauth.InvalidConfigException if there is no default key (see [TokenSourceOptions.key]).
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun tokenKey(
            issuer: String,
            clientId: String,
            grant: Grant,
        ): TokenKey = SourceKey(IssuerName.of(issuer).issuer, clientId, processClients.context.jose.digest).of(grant)

        /**
         * Returns the one of [clients] whose server is the issuer that [token], a JWT, names in its claim `iss`. Null if none of
         * them is, or [token] names no issuer: `OAuth2Client.byIssuerOf(token, clients)?.introspect(token)`.
         *
         * For an API that accepts tokens of several servers: [clients] are the list of those that it trusts. Nobody has verified
         * the claim yet, so do not discover a server by it: whoever sends a token would choose the server that receives it, and
         * the client's credentials. Nothing is sent here.
         */
        @JvmStatic
        public fun byIssuerOf(
            token: String,
            clients: Collection<OAuth2Client>,
        ): OAuth2Client? {
            val named = unverifiedClaims(token)?.string("iss") ?: return null
            return clients.firstOrNull { client ->
                val issuer = client.metadata.issuer
                issuer != null && IssuerMatcher(client.config.issuerCheck).matchesResponse(named, issuer)
            }
        }

        /** Returns the one of [clients] whose server is the issuer of the access token of [token]: see the other `byIssuerOf`. */
        @JvmStatic
        public fun byIssuerOf(
            token: Token,
            clients: Collection<OAuth2Client>,
        ): OAuth2Client? = byIssuerOf(token.accessToken, clients)
    }
}
