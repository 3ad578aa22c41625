package io.github.oidcauth.sample.server.backchannel

import io.github.oidcauth.sample.server.Settings
import io.github.oidcauth.sample.server.authorization.Endpoints
import io.github.oidcauth.sample.server.authorization.User
import io.github.oidcauth.sample.server.grants.ExtensionGrantProvider
import io.github.oidcauth.sample.server.grants.GrantTypes
import io.github.oidcauth.sample.server.web.Json
import org.springframework.security.core.context.SecurityContextHolder
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.core.oidc.OidcIdToken
import org.springframework.security.oauth2.core.oidc.OidcScopes
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.ServerRequest
import org.springframework.web.servlet.function.ServerResponse
import org.springframework.web.servlet.function.router
import java.security.SecureRandom
import java.time.Clock
import java.time.Duration
import java.util.Base64

/** The backchannel authentication endpoint (CIBA Core 1.0 §7). That the client is whom it says has been checked before. */
internal class BackchannelEndpoint(
    private val settings: Settings,
    private val requests: BackchannelRequests,
    private val authorizations: OAuth2AuthorizationService,
    private val clock: Clock,
) {
    private class Refusal(
        val code: String,
        override val message: String? = null,
    ) : RuntimeException()

    fun routes(): RouterFunction<ServerResponse> =
        router {
            POST(Endpoints.BACKCHANNEL_AUTHENTICATION) {
                try {
                    Json.respond(accept(it), headers = NO_STORE)
                } catch (refusal: Refusal) {
                    refuse(refusal.code, refusal.message)
                } catch (refused: OAuth2AuthenticationException) {
                    refuse(refused.error.errorCode, refused.error.description)
                }
            }
        }

    private fun refuse(
        code: String,
        description: String?,
    ) = Json.respond(mapOf("error" to code) + listOfNotNull(description?.let { "error_description" to it }), 400, NO_STORE)

    private fun accept(http: ServerRequest): Map<String, Any> {
        val client = client()
        if (GrantTypes.CIBA !in client.authorizationGrantTypes) throw Refusal(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT)
        val parameters = http.params()
        if (parameters.values.any { it.size > 1 }) throw invalid("A parameter comes twice.")

        fun parameter(name: String) = parameters.getFirst(name)?.ifEmpty { null }

        if (parameter("request") != null) throw invalid("Signed requests are not supported.")
        val scope = parameter("scope") ?: throw invalid("There is no scope.")
        val scopes = ExtensionGrantProvider.scopes(scope, client)
        if (OidcScopes.OPENID !in scopes) throw Refusal(OAuth2ErrorCodes.INVALID_SCOPE, "The scope openid is missing.")
        val message = parameter("binding_message")
        if (message != null && !BINDING_MESSAGE.matches(message)) throw Refusal("invalid_binding_message")
        val lifetime = lifetime(parameter("requested_expiry"))
        val request =
            BackchannelRequest(
                id = random(),
                handle = random(),
                clientId = client.clientId,
                clientName = client.clientName,
                user = user(::parameter),
                scopes = scopes,
                bindingMessage = message,
                expiresAt = clock.instant() + lifetime,
                notification = notification(client, parameter("client_notification_token")),
            )
        requests.add(request)
        return linkedMapOf(
            "auth_req_id" to request.id,
            "expires_in" to lifetime.seconds,
            // Whole seconds, rounded up, so that nobody who keeps to it is too fast.
            "interval" to settings.backchannelInterval.plusNanos(999_999_999).seconds,
        )
    }

    private fun client(): RegisteredClient {
        val authenticated = SecurityContextHolder.getContext().authentication as? OAuth2ClientAuthenticationToken
        return checkNotNull(authenticated?.registeredClient) { "A request of nobody." }
    }

    /** Exactly one hint says whose response is wanted (CIBA Core 1.0 §7.1). */
    private fun user(parameter: (String) -> String?): User {
        val hints = listOf("login_hint", "id_token_hint", "login_hint_token").mapNotNull { name ->
            parameter(name)?.let {
                name to
                    it
            }
        }
        val (name, hint) = hints.singleOrNull() ?: throw invalid("There must be one hint.")
        return when (name) {
            "login_hint" -> User.everyone.firstOrNull { hint == it.username || hint == it.email }
            "id_token_hint" -> User.named(subject(hint))
            else -> throw invalid("The hint must be a login_hint or an id_token_hint.")
        } ?: throw Refusal("unknown_user_id")
    }

    /** Returns the subject of an ID token of this server, also of an expired one. */
    private fun subject(idToken: String): String =
        authorizations
            .findByToken(idToken, OAuth2TokenType(OidcParameterNames.ID_TOKEN))
            ?.getToken(OidcIdToken::class.java)
            ?.token
            ?.subject ?: throw invalid("The id_token_hint is not an ID token of this server.")

    private fun lifetime(requested: String?): Duration {
        if (requested == null) return settings.backchannelLifetime
        val seconds =
            requested.toLongOrNull()?.takeIf { it > 0 } ?: throw invalid("The requested_expiry is not a positive number.")
        return minOf(Duration.ofSeconds(seconds), settings.backchannelLifetime)
    }

    private fun notification(
        client: RegisteredClient,
        token: String?,
    ): BackchannelRequest.Notification? {
        val endpoint = PingClients.endpoint(client) ?: return null
        if (token == null || !NOTIFICATION_TOKEN.matches(token)) throw invalid("There is no good client_notification_token.")
        return BackchannelRequest.Notification(endpoint, token)
    }

    private fun invalid(reason: String) = Refusal(OAuth2ErrorCodes.INVALID_REQUEST, reason)

    private fun random() = Base64.getUrlEncoder().withoutPadding().encodeToString(ByteArray(32).also(randomness::nextBytes))

    private companion object {
        val NO_STORE = mapOf("Cache-Control" to "no-store")
        val randomness = SecureRandom()

        /** Short and plain, because small displays show it. */
        val BINDING_MESSAGE = Regex("[ -~]{1,100}")

        /** The syntax of bearer tokens (RFC 6750 §2.1), at most 1024 characters (CIBA Core 1.0 §7.1). */
        val NOTIFICATION_TOKEN = Regex("[A-Za-z0-9._~+/-]{1,1000}=*")
    }
}
