// Tested by AuthenticateTest and StrictnessTest.
package io.github.oidcauth.testing.internal.server

import io.github.oidcauth.testing.ServerEndpoint
import io.github.oidcauth.testing.ServerSettings
import io.ktor.http.URLBuilder
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.util.UUID

/** An application with py-oidc-auth that issues the tokens of the issuer behind it. Guarded by the [LoginServerCore]. */
internal class ApplicationRoutes(
    private val url: String,
    private val settings: ServerSettings,
    private val sessions: Sessions,
    private val codes: CodeLogins,
    private val devices: DeviceLogins,
) {
    val routes: Map<String, Route> =
        mapOf(
            "/auth/v2/login" to route(ServerEndpoint.LOGIN_ROUTE, "GET", LOGIN, ::login),
            "/auth/v2/device" to route(ServerEndpoint.DEVICE_AUTHORIZATION, "POST", emptySet(), ::startDeviceLogin),
            "/auth/v2/token" to route(ServerEndpoint.TOKEN, "POST", TOKEN) { Reply.json(respond(tokens(it))) },
            "/auth/v2/userinfo" to route(ServerEndpoint.USERINFO, "GET", emptySet(), ::userInfo),
        )

    /** Starts a login. The application makes the PKCE pair, and puts the verifier into `state`. */
    private fun login(request: IncomingRequest): Reply.Response {
        val redirectUri = request["redirect_uri"] ?: return missing("query", "redirect_uri")
        val verifier = "${UUID.randomUUID()}${UUID.randomUUID()}"
        val page = URLBuilder("$url/authorize")
        page.parameters.apply {
            append("response_type", "code")
            append("client_id", CLIENT_ID)
            append("redirect_uri", redirectUri)
            append("scope", request["scope"] ?: "openid offline_access")
            append("state", "${UUID.randomUUID()}|$redirectUri|$verifier")
            append("code_challenge", SigningKey.challenge(verifier))
            append("code_challenge_method", "S256")
        }
        return Reply.redirect(page.buildString(), status = 307)
    }

    private fun startDeviceLogin(request: IncomingRequest): Reply.Response =
        if (settings.hasDeviceGrant) {
            Reply.json(devices.start(CLIENT_ID, request))
        } else {
            detail("OIDC endpoint 'device_authorization_endpoint' not found in discovery.", status = 502)
        }

    private fun tokens(request: IncomingRequest): IssuedTokens {
        val refreshToken = request["refresh-token"]
        val deviceCode = request["device-code"]
        return when {
            refreshToken != null -> sessions.refresh(refreshToken, CLIENT_ID)
            deviceCode != null -> devices.poll(deviceCode, CLIENT_ID, verifier = null)
            else -> codes.redeem(CLIENT_ID, request)
        }
    }

    private fun respond(tokens: IssuedTokens): JsonObject =
        buildJsonObject {
            put("access_token", tokens.accessToken)
            put("token_type", "Bearer")
            tokens.expiresAt?.let { put("expires", it.epochSeconds) }
            tokens.refreshToken?.let { put("refresh_token", it) }
            tokens.refreshExpiresAt?.let { put("refresh_expires", it.epochSeconds) }
            put("scope", tokens.scope.orEmpty())
        }

    private fun userInfo(request: IncomingRequest): Reply.Response {
        val session =
            UserInfoRoute.bearer(request)?.let(sessions::ofAccessToken) ?: return detail("Token validation failed", status = 401)
        val user =
            buildJsonObject {
                put("username", session.subject)
                put("email", "${session.subject}@example.com")
            }
        return Reply.json(JsonObject(user + JsonValues.of(settings.userClaims)))
    }

    private fun missing(
        where: String,
        name: String,
    ): Reply.Response =
        Reply.raw(422, """{"detail":[{"type":"missing","loc":["$where","$name"],"msg":"Field required"}]}""", emptyMap())

    private fun detail(
        text: String,
        status: Int,
    ): Reply.Response = Reply.json(buildJsonObject { put("detail", text) }, status)

    private fun route(
        endpoint: ServerEndpoint,
        method: String,
        known: Set<String>,
        respond: (IncomingRequest) -> Reply.Response,
    ) = Route(endpoint, setOf(method), known, { _, fault ->
        detail("Upstream OIDC error: ${fault.toJson()}", fault.status)
    }, respond)

    companion object {
        /** The client id of the application at the issuer. */
        const val CLIENT_ID: String = "application"

        private val LOGIN = setOf("redirect_uri", "offline_access", "prompt", "scope")
        private val TOKEN = setOf("grant_type", "code", "redirect_uri", "code_verifier", "refresh-token", "device-code")
    }
}
