package io.github.oidcauth.internal.servers

import io.github.oidcauth.AuthException
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.callback.AuthorizationParameters
import io.github.oidcauth.internal.callback.PendingLogin
import io.github.oidcauth.internal.callback.ValidatedCallback
import io.github.oidcauth.internal.responses.PollResponseReader
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.internal.responses.TokenResponse
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.oauth2.ResponseMode
import io.ktor.http.ParametersBuilder
import io.ktor.http.formUrlEncode
import kotlin.time.Clock

/** An application that uses py-oidc-auth. The application knows the client id, creates the PKCE pair and calls the provider. */
internal class PyOidcAuthServer(
    private val baseUrl: BaseUrl,
    private val routes: PyOidcAuthRoutes,
    private val scope: String?,
    transport: Lazy<Transport>,
    private val clock: Clock,
    private val allowInsecureHttp: Boolean,
    /** The validated parameters that the caller adds to the query of the login route. */
    private val authorizationParameters: Map<String, String> = emptyMap(),
    /** The account for the login page, or null. The login route ignores it, or passes it on to the provider. */
    private val loginHint: String? = null,
) : LoginServer {
    /** Created for the first request: most calls find a stored token and make no request. */
    private val transport by transport
    private val responseMode =
        authorizationParameters[AuthorizationParameters.RESPONSE_MODE]?.let(AuthorizationParameters::plainResponseMode)
            ?: ResponseMode.QUERY
    private val tokenUrl = baseUrl.resolve(routes.token)

    /** Returns true, because only the response to the first request shows if the server has a device grant. */
    override suspend fun hasDeviceGrant(): Boolean = true

    override suspend fun startDeviceLogin(): DeviceCode {
        val response = transport.post(baseUrl.resolve(routes.device), emptyMap())
        return PyOidcAuthResponseReader.deviceCode(response, clock.now(), allowInsecureHttp)
    }

    override suspend fun pollOnce(
        deviceCode: String,
        codeVerifier: String?,
    ): PollResult {
        val form = mapOf("device-code" to deviceCode)
        val response =
            try {
                transport.post(tokenUrl, form)
            } catch (e: TransportException) {
                return PollResponseReader.validate(e)
            }
        return PyOidcAuthResponseReader.poll(response, clock.now(), secrets = form.values)
    }

    override suspend fun startBrowserLogin(redirectUri: String): PendingLogin {
        val query =
            ParametersBuilder().apply {
                append("redirect_uri", redirectUri)
                append("offline_access", "true")
                if (PROMPT !in authorizationParameters) append(PROMPT, "consent")
                scope?.let { append("scope", it) }
                loginHint?.takeIf { LOGIN_HINT !in authorizationParameters }?.let { append(LOGIN_HINT, it) }
                authorizationParameters.forEach { (name, value) -> append(name, value) }
            }
        val response = transport.get("${baseUrl.resolve(routes.login)}?${query.build().formUrlEncode()}")
        return PyOidcAuthResponseReader.authorizationRequest(response, baseUrl, redirectUri, responseMode, allowInsecureHttp)
    }

    override suspend fun redeem(callback: ValidatedCallback): Token =
        response(
            buildMap {
                put("grant_type", "authorization_code")
                put("code", callback.code)
                put("redirect_uri", callback.request.redirectUri)
                callback.request.codeVerifier?.let { put("code_verifier", it) }
            },
        ).token()

    override suspend fun refresh(
        refreshToken: String,
        current: Token?,
    ): Token {
        val response = response(mapOf("refresh-token" to refreshToken))
        return try {
            response.token()
        } catch (e: AuthException) {
            throw response.refusal(e, refreshToken, dpopKey = null)
        }
    }

    private suspend fun response(form: Map<String, String>): TokenResponse {
        val response = transport.post(tokenUrl, form)
        return PyOidcAuthResponseReader.token(response, clock.now(), secrets = form.filterKeys { it in SECRETS }.values)
    }

    private companion object {
        const val PROMPT = "prompt"
        const val LOGIN_HINT = AuthorizationParameters.LOGIN_HINT
        val SECRETS = setOf("code", "code_verifier", "refresh-token")
    }
}
