package io.github.oidcauth.sample.server.registration

import io.github.oidcauth.sample.server.authorization.Clients
import io.github.oidcauth.sample.server.authorization.Endpoints
import io.github.oidcauth.sample.server.authorization.Scopes
import io.github.oidcauth.sample.server.web.Json
import org.springframework.http.HttpHeaders
import org.springframework.http.HttpMethod
import org.springframework.http.MediaType
import org.springframework.http.converter.HttpMessageNotReadableException
import org.springframework.http.server.ServletServerHttpRequest
import org.springframework.security.core.Authentication
import org.springframework.security.core.context.SecurityContextHolder
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient
import org.springframework.security.oauth2.server.authorization.oidc.OidcClientRegistration
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcClientRegistrationAuthenticationContext
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcClientRegistrationAuthenticationToken
import org.springframework.security.oauth2.server.authorization.oidc.converter.RegisteredClientOidcClientRegistrationConverter
import org.springframework.security.oauth2.server.authorization.oidc.http.converter.OidcClientRegistrationHttpMessageConverter
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher
import org.springframework.security.web.util.matcher.OrRequestMatcher
import org.springframework.security.web.util.matcher.RequestMatcher
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.ServerRequest
import org.springframework.web.servlet.function.ServerResponse
import org.springframework.web.servlet.function.router

/** Changes and ends registrations (RFC 7592 §2.2, §2.3); to look at one is Spring's own. The bearer token has been checked. */
internal class RegistrationManagement(
    private val clients: Clients,
    private val authorizations: OAuth2AuthorizationService,
    private val registration: Registration,
) {
    private class OwnRegistration(
        val client: RegisteredClient,
        val authorization: OAuth2Authorization,
        val token: String,
    )

    private val json = OidcClientRegistrationHttpMessageConverter()
    private val asRegistration = RegisteredClientOidcClientRegistrationConverter()

    fun routes(): RouterFunction<ServerResponse> =
        router {
            PUT(Endpoints.REGISTRATION) { own(it)?.let { own -> update(it, own) } ?: invalidToken() }
            DELETE(Endpoints.REGISTRATION) { own(it)?.let(::delete) ?: invalidToken() }
        }

    /** Returns the client of this request, if the token is the one that came with its registration. */
    private fun own(http: ServerRequest): OwnRegistration? {
        val token =
            (SecurityContextHolder.getContext().authentication as? JwtAuthenticationToken)?.token?.tokenValue ?: return null
        val authorization = authorizations.findByToken(token, OAuth2TokenType.ACCESS_TOKEN) ?: return null
        val accessToken = authorization.accessToken ?: return null
        if (!accessToken.isActive || Scopes.OWN_REGISTRATION !in accessToken.token.scopes) return null
        val client = http.params().getFirst("client_id")?.let(clients::findByClientId)
        return client?.takeIf { it.id == authorization.registeredClientId }?.let { OwnRegistration(it, authorization, token) }
    }

    private fun update(
        http: ServerRequest,
        own: OwnRegistration,
    ): ServerResponse {
        val changed =
            try {
                val asked = json.read(OidcClientRegistration::class.java, ServletServerHttpRequest(http.servletRequest()))
                // The client may not change its id and its secret (RFC 7592 §2.2).
                val same = asked.clientId == own.client.clientId && asked.clientSecret in listOf(null, own.client.clientSecret)
                if (!same) return refuse(INVALID, "The client_id or the client_secret is another.")
                val principal = SecurityContextHolder.getContext().authentication as Authentication
                val request = OidcClientRegistrationAuthenticationToken(principal, asked)
                registration.validator.accept(OidcClientRegistrationAuthenticationContext.with(request).build())
                registration.client(asked, own.client)
            } catch (refused: OAuth2AuthenticationException) {
                return refuse(refused.error.errorCode, refused.error.description)
            } catch (_: HttpMessageNotReadableException) {
                return refuse(INVALID, "This is no client metadata.")
            }
        clients.save(changed)
        val claims = asRegistration.convert(changed).claims
        return respond(OidcClientRegistration.withClaims(claims).registrationAccessToken(own.token).build())
    }

    private fun delete(own: OwnRegistration): ServerResponse {
        clients.remove(own.client)
        authorizations.remove(own.authorization)
        return ServerResponse.noContent().build()
    }

    private fun respond(changed: OidcClientRegistration): ServerResponse {
        val body = BytesMessage()
        json.write(changed, MediaType.APPLICATION_JSON, body)
        return ServerResponse
            .ok()
            .contentType(MediaType.APPLICATION_JSON)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .body(body.bytes())
    }

    private fun refuse(
        code: String,
        description: String?,
    ) = Json.respond(mapOf("error" to code) + listOfNotNull(description?.let { "error_description" to it }), 400)

    private fun invalidToken() =
        Json.respond(
            mapOf("error" to "invalid_token"),
            401,
            mapOf(HttpHeaders.WWW_AUTHENTICATE to "Bearer error=\"invalid_token\""),
        )

    companion object {
        private const val INVALID = "invalid_client_metadata"

        val endpoint: RequestMatcher =
            OrRequestMatcher(
                listOf(HttpMethod.PUT, HttpMethod.DELETE).map {
                    PathPatternRequestMatcher.withDefaults().matcher(it, Endpoints.REGISTRATION)
                },
            )
    }
}
