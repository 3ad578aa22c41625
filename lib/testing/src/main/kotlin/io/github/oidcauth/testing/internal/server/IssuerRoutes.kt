// Tested by StrictnessTest.
package io.github.oidcauth.testing.internal.server

import io.github.oidcauth.testing.ServerEndpoint
import io.github.oidcauth.testing.ServerSettings
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.add
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray

/** A standard issuer: OAuth 2.0 and OpenID Connect. Guarded by the [LoginServerCore]. */
internal class IssuerRoutes(
    private val url: String,
    private val settings: ServerSettings,
    private val clients: Clients,
    private val sessions: Sessions,
    private val codes: CodeLogins,
    private val devices: DeviceLogins,
    private val key: SigningKey,
) {
    private val introspection = IntrospectionRoute(url, clients, sessions)
    private val exchange = TokenExchange(clients, sessions)
    private val userInfo = UserInfoRoute(settings, sessions)

    val routes: Map<String, Route> =
        mapOf(
            "/.well-known/openid-configuration" to get(ServerEndpoint.DISCOVERY) { Reply.json(metadata()) },
            "/.well-known/oauth-authorization-server" to get(ServerEndpoint.DISCOVERY) { Reply.json(metadata()) },
            "/jwks" to get(ServerEndpoint.JWKS) {
                Reply.json(JsonObject(mapOf("keys" to buildJsonArray { add(key.publicJwk) })))
            },
            "/authorize" to
                Route(ServerEndpoint.AUTHORIZATION, setOf("GET"), AUTHORIZATION, { q, fault ->
                    codes.authorize(q, fault)
                }) { codes.authorize(it) },
            "/activate" to get(ServerEndpoint.VERIFICATION, "user_code") { Reply.page("Enter the code") },
            "/device" to post(ServerEndpoint.DEVICE_AUTHORIZATION, CLIENT + DEVICE_AUTHORIZATION, ::startDeviceLogin),
            "/token" to post(ServerEndpoint.TOKEN, CLIENT + TOKEN) { Reply.json(tokens(it)) },
            "/revoke" to post(ServerEndpoint.REVOCATION, CLIENT + setOf("token", "token_type_hint"), ::revoke),
            "/introspect" to
                post(ServerEndpoint.INTROSPECTION, CLIENT + setOf("token", "token_type_hint"), introspection::respond),
            "/userinfo" to
                Route(ServerEndpoint.USERINFO, setOf("GET", "POST"), setOf("access_token"), { _, fault ->
                    UserInfoRoute.onFault(fault)
                }, userInfo::respond),
        )

    private fun startDeviceLogin(request: IncomingRequest): Reply.Response {
        val clientId = clients.authenticated(request)
        if (!settings.hasDeviceGrant) throw OAuthErrorException("unauthorized_client", "There are no device logins.")
        return Reply.json(devices.start(clientId, request))
    }

    private fun tokens(request: IncomingRequest): JsonObject {
        val clientId = clients.authenticated(request)
        val issued =
            when (request.require("grant_type")) {
                "authorization_code" -> codes.redeem(clientId, request)
                "refresh_token" -> sessions.refresh(request.require("refresh_token"), clientId)
                CLIENT_CREDENTIALS -> clientToken(clientId, request)
                DEVICE_GRANT -> devices.poll(request.require("device_code"), clientId, request["code_verifier"])
                TokenExchange.GRANT -> return exchange.respond(clientId, request)
                else -> throw OAuthErrorException("unsupported_grant_type")
            }
        return TokenResponse.of(issued)
    }

    private fun clientToken(
        clientId: String,
        request: IncomingRequest,
    ): IssuedTokens {
        if (!clients.isConfidential(clientId)) {
            throw OAuthErrorException("unauthorized_client", "A client without a secret gets no token of its own.")
        }
        return sessions.issueToClient(clientId, request["scope"], request.audience)
    }

    private fun revoke(request: IncomingRequest): Reply.Response {
        val clientId = clients.authenticated(request)
        sessions.revoke(request.require("token"), clientId)
        return Reply.Response(200, "")
    }

    private fun metadata(): JsonObject =
        buildJsonObject {
            put("issuer", url)
            put("authorization_endpoint", "$url/authorize")
            put("token_endpoint", "$url/token")
            if (settings.hasDeviceGrant) put("device_authorization_endpoint", "$url/device")
            put("revocation_endpoint", "$url/revoke")
            put("introspection_endpoint", "$url/introspect")
            put("userinfo_endpoint", "$url/userinfo")
            put("jwks_uri", "$url/jwks")
            list("response_types_supported", "code")
            list("response_modes_supported", "query")
            list(
                "grant_types_supported",
                "authorization_code",
                "refresh_token",
                CLIENT_CREDENTIALS,
                DEVICE_GRANT,
                TokenExchange.GRANT,
            )
            list("subject_types_supported", "public")
            list("id_token_signing_alg_values_supported", SigningKey.ALGORITHM)
            list("token_endpoint_auth_methods_supported", "none", "client_secret_basic", "client_secret_post")
            list("revocation_endpoint_auth_methods_supported", "none", "client_secret_basic", "client_secret_post")
            list("introspection_endpoint_auth_methods_supported", "client_secret_basic", "client_secret_post")
            list("code_challenge_methods_supported", "S256")
            list("scopes_supported", "openid", "profile", "email", "offline_access")
            put("authorization_response_iss_parameter_supported", JsonPrimitive(true))
        }

    private fun kotlinx.serialization.json.JsonObjectBuilder.list(
        name: String,
        vararg values: String,
    ) {
        putJsonArray(name) { values.forEach { add(it) } }
    }

    private fun get(
        endpoint: ServerEndpoint,
        vararg known: String,
        respond: (IncomingRequest) -> Reply.Response,
    ) = Route(endpoint, setOf("GET"), known.toSet(), ::plainFault, respond)

    private fun post(
        endpoint: ServerEndpoint,
        known: Set<String>,
        respond: (IncomingRequest) -> Reply.Response,
    ) = Route(endpoint, setOf("POST"), known, ::plainFault, respond)

    private fun plainFault(
        @Suppress("UNUSED_PARAMETER") request: IncomingRequest,
        fault: OAuthErrorException,
    ): Reply.Response = Reply.json(fault.toJson(), fault.status)

    private companion object {
        const val CLIENT_CREDENTIALS = "client_credentials"
        const val DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
        val CLIENT = setOf("client_id", "client_secret")
        val DEVICE_AUTHORIZATION = setOf("scope", "audience", "resource", "code_challenge", "code_challenge_method")
        val TOKEN =
            setOf(
                "grant_type",
                "code",
                "redirect_uri",
                "code_verifier",
                "refresh_token",
                "device_code",
                "scope",
                "audience",
                "resource",
            ) + TokenExchange.PARAMETERS

        /** RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core 1.0 §3.1.2.1. Parameters that control the prompt are ignored. */
        val AUTHORIZATION =
            DEVICE_AUTHORIZATION +
                setOf("client_id", "redirect_uri", "response_type", "response_mode", "state", "nonce") +
                setOf("prompt", "display", "max_age", "ui_locales", "login_hint", "id_token_hint", "acr_values", "claims")
    }
}
