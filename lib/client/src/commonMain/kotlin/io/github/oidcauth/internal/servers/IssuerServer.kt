package io.github.oidcauth.internal.servers

import io.github.oidcauth.AuthException
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.internal.callback.AuthorizationParameters
import io.github.oidcauth.internal.callback.PendingLogin
import io.github.oidcauth.internal.callback.ValidatedCallback
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.internal.text.joinScopes
import io.github.oidcauth.internal.text.scopeNames
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.AuthorizationRequestBuilder
import io.github.oidcauth.oauth2.AuthorizationResponse
import io.github.oidcauth.oauth2.DeviceCodeGrant
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlin.concurrent.Volatile
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/** A standard issuer as a [LoginServer]: a [ProtocolClient] makes the requests and validates the responses. */
internal class IssuerServer(
    private val target: IssuerTarget,
    private val authorizationParameters: Map<String, String>,
    private val timeSource: TimeSource,
    /**
     * The parameters of the login that an API demands (RFC 9470 §4) or the configuration requires. They take precedence over
     * [authorizationParameters].
     */
    private val demanded: Map<String, String> = emptyMap(),
    /** Returns the token of a login if it may be used, or throws the reason. */
    private val accept: (Token) -> Token = { it },
    /** The account that the login page should show, or null (OpenID Connect Core 1.0 §3.1.2.1). */
    private val loginHint: String? = null,
    private val connectTo: suspend (IssuerTarget) -> ProtocolClient,
) : LoginServer {
    private class Connected(
        val client: ProtocolClient,
        val since: TimeMark,
    )

    /** Guards the creation of [connected]. Callers that arrive while the server is discovered wait for it. */
    private val connecting = Mutex()

    /**
     * Created for the first request, because most calls find a stored token and send no request. A failed attempt is repeated.
     */
    @Volatile
    private var connected: Connected? = null

    override suspend fun prepareRefresh(
        refreshToken: String,
        current: Token?,
    ): Unit = client().tokens.prepare(refreshGrant(refreshToken, current))

    override fun accepts(token: Token): Boolean = target.accepts(token)

    override suspend fun hasDeviceGrant(): Boolean = client().offers(Endpoint.DEVICE_AUTHORIZATION)

    override suspend fun startDeviceLogin(): DeviceCode {
        val client = client()
        val requestOptions = options(client)
        client.openId.prepareLogin(requestOptions.scope)
        val builder = requestOptions.newBuilder()
        (hint(isDevice = true) + deviceParameters).forEach { (name, value) -> builder.parameter(name, value) }
        return client.tokens.startDeviceLogin(builder.build())
    }

    /**
     * The parameters of a device login: those of the browser login too, since a server ignores the ones that it does not know
     * (RFC 6749 §3.1, §3.2). There is no redirect whose response could have a mode.
     */
    private val deviceParameters = authorizationParameters - AuthorizationParameters.RESPONSE_MODE + demanded

    override suspend fun pollOnce(
        deviceCode: String,
        codeVerifier: String?,
    ): PollResult {
        val result = client().tokens.poll(DeviceCodeGrant(deviceCode, codeVerifier, resourceOptions))
        return if (result is PollResult.Granted) PollResult.Granted(accept(result.token)) else result
    }

    override suspend fun startBrowserLogin(redirectUri: String): PendingLogin {
        val client = client()
        val requestOptions = options(client)
        val scope = joinScopes(listOfNotNull(requestOptions.scope, target.extraScope))
        client.openId.prepareLogin(scope)
        val request =
            client.authorization.builder(redirectUri).apply {
                scope?.let { scope(it) }
                requestOptions.resources.forEach { resource(it) }
                requestOptions.audiences.forEach { audience(it) }
                if (needsConsent(scope)) prompt("consent")
                (hint() + authorizationParameters + demanded).forEach { (name, value) -> add(name, value) }
            }.build()
        val prepared = client.authorization.prepare(request)
        return IssuerLogin(prepared, client.authorization.validatorFor(prepared))
    }

    override suspend fun redeem(callback: ValidatedCallback): Token {
        val login = callback.request
        check(login is IssuerLogin) { "A callback goes back to the server that its login was started at." }
        val response = AuthorizationResponse(login.request, callback.response)
        val client = client()
        val grant = AuthorizationCodeGrant(response, codeOptions(client))
        // Without the scope openid there is no ID token that could say when the user logged in: the API asks the server (RFC
        // 9470 §6).
        val isLoginDescribed = demanded.isEmpty() || login.request.nonce != null
        return accept(client.tokens.token(if (isLoginDescribed) grant else grant.withoutRequiredIdToken()))
    }

    override suspend fun refresh(
        refreshToken: String,
        current: Token?,
    ): Token = client().tokens.token(refreshGrant(refreshToken, current))

    private fun refreshGrant(
        refreshToken: String,
        current: Token?,
    ): RefreshTokenGrant =
        current?.let { RefreshTokenGrant(it, resourceOptions) } ?: RefreshTokenGrant(refreshToken, resourceOptions)

    /**
     * Returns the options for redeeming a code. Its scope is that of the authorization request, unless the user has consented to
     * more than the token is for: then the scope of the token is sent, which servers with tokens for one API need.
     */
    private fun codeOptions(client: ProtocolClient): RequestOptions {
        val scope = options(client).scope
        if (target.extraScope == null || scope == null) return resourceOptions
        return resourceOptions.newBuilder().scope(scope).build()
    }

    /**
     * Returns the hint, unless the caller's parameters have one. A provider with a name of its own for it gets none in a device
     * login, which has no parameter of that name.
     */
    private fun hint(isDevice: Boolean = false): Map<String, String> {
        val theirs = target.client.quirks.authorization.nameOf(LOGIN_HINT)
        val isSet = LOGIN_HINT in authorizationParameters || theirs in authorizationParameters
        if (loginHint == null || isSet || (isDevice && theirs != LOGIN_HINT)) return emptyMap()
        return mapOf(LOGIN_HINT to loginHint)
    }

    /** The options of a grant whose scope is already determined: only the resources that the token is for (RFC 8707 §2.2). */
    private val resourceOptions = RequestOptions { target.options.resources.forEach { resource(it) } }

    override fun adviceWithoutRefreshToken(): String =
        RefreshTokenAdvice.text(
            target.issuer,
            connected?.client?.let { options(it).scope } ?: target.options.scope,
            connected?.client?.metadata?.strings(SCOPES_SUPPORTED),
        )

    /**
     * Returns the options that the caller set. Without a scope, the login requests the identity of the user, `openid`, if the
     * server supports it, because other servers refuse unknown scopes. A session that outlives the login is for those who
     * request it (OpenID Connect Core 1.0 §11).
     *
     * An account is compared with the names of the user, which need scopes of their own (§5.4).
     */
    private fun options(client: ProtocolClient): RequestOptions {
        if (target.options.scope != null) return target.options
        val supported = client.metadata.strings(SCOPES_SUPPORTED)
        val hasOpenId = supported?.contains("openid") ?: client.isOpenId
        if (!hasOpenId) return target.options
        val needsNames = target.account != null && hint().isNotEmpty()
        val names = NAMES.filter { needsNames && supported?.contains(it) != false }
        return target.options.newBuilder().scope(listOf("openid") + names).build()
    }

    /**
     * True if the metadata have a member that every OpenID provider has and no other server has (OpenID Connect Discovery 1.0
     * §3).
     */
    private val ProtocolClient.isOpenId get() = metadata.strings("id_token_signing_alg_values_supported") != null

    /**
     * Returns true if the request must ask for consent. Without consent, a server may leave out the refresh token (OpenID
     * Connect Core 1.0 §11).
     */
    private fun needsConsent(scope: String?): Boolean =
        "offline_access" in scopeNames(scope) &&
            "prompt" !in authorizationParameters &&
            target.client.quirks.authorization.needsConsent

    /**
     * Adds a parameter. If the builder has a setting for it, the setting is used, because responses and ID tokens are validated
     * against the settings.
     */
    private fun AuthorizationRequestBuilder.add(
        name: String,
        value: String,
    ) {
        when (name) {
            AuthorizationParameters.RESPONSE_MODE -> AuthorizationParameters.plainResponseMode(value)?.let(::responseMode)
            "max_age" -> maxAge(value.toLong().seconds)
            "acr_values" -> acrValues(*value.split(' ').toTypedArray())
            else -> parameter(name, value)
        }
    }

    private suspend fun client(): ProtocolClient =
        current()
            ?: connecting.withLock { current() ?: connectOrReuse().also { connected = Connected(it, timeSource.markNow()) } }

    /** Returns the client unless its metadata are old. Programs run for a long time, and servers may change their endpoints. */
    private fun current(): ProtocolClient? =
        connected?.takeIf { target.metadata != null || it.since.elapsedNow() < METADATA_LIFETIME }?.client

    /**
     * Connects to the server. If that fails and a client with old metadata exists, returns that client, and sends no new
     * request for a while.
     */
    private suspend fun connectOrReuse(): ProtocolClient =
        try {
            connectTo(target)
        } catch (e: AuthException) {
            connected?.client ?: throw e
        }

    private companion object {
        val METADATA_LIFETIME = 1.hours
        const val SCOPES_SUPPORTED = "scopes_supported"
        val NAMES = listOf("profile", "email")
        const val LOGIN_HINT = AuthorizationParameters.LOGIN_HINT
    }
}
