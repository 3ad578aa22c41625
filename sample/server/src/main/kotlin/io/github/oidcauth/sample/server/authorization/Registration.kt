package io.github.oidcauth.sample.server.authorization

import io.github.oidcauth.sample.server.Settings
import org.springframework.core.convert.converter.Converter
import org.springframework.security.oauth2.core.AuthorizationGrantType
import org.springframework.security.oauth2.core.ClientAuthenticationMethod
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2Error
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient
import org.springframework.security.oauth2.server.authorization.oidc.OidcClientRegistration
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcClientRegistrationAuthenticationContext
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcClientRegistrationAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcClientRegistrationAuthenticationToken
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcClientRegistrationAuthenticationValidator
import org.springframework.security.oauth2.server.authorization.oidc.converter.OidcClientRegistrationRegisteredClientConverter
import java.time.Instant
import java.util.function.Consumer

/**
 * What may be registered (RFC 7591 §2): public clients and scopes too, which Spring leaves out, and keys on the loopback address.
 */
internal class Registration(
    private val settings: Settings,
) {
    fun applyTo(provider: OidcClientRegistrationAuthenticationProvider) {
        provider.setPasswordEncoder(PlainSecrets)
        provider.setAuthenticationValidator(
            OidcClientRegistrationAuthenticationValidator.DEFAULT_REDIRECT_URI_VALIDATOR
                .andThen(OidcClientRegistrationAuthenticationValidator.DEFAULT_POST_LOGOUT_REDIRECT_URI_VALIDATOR)
                .andThen(own),
        )
        provider.setRegisteredClientConverter(converter)
    }

    private val own =
        Consumer<OidcClientRegistrationAuthenticationContext> { context ->
            val asked = context.getAuthentication<OidcClientRegistrationAuthenticationToken>().clientRegistration
            if (asked != null) check(asked)
        }

    private fun check(asked: OidcClientRegistration) {
        val keys = asked.jwkSetUrl
        val grants = asked.grantTypes.orEmpty()
        when {
            // The scope to register clients is not to be had here.
            (Scopes.ofPeople + Scopes.ofServices).containsAll(asked.scopes.orEmpty()).not() -> refuse("scope")

            !grantTypes.containsAll(grants) -> refuse("grant_types")

            isPublic(asked) && AuthorizationGrantType.CLIENT_CREDENTIALS.value in grants -> refuse("grant_types")

            keys != null && keys.protocol != "https" && keys.host !in LOOPBACK -> refuse("jwks_uri")
        }
    }

    private val converter =
        Converter<OidcClientRegistration, RegisteredClient> { asked ->
            val client = if (isPublic(
                    asked,
                )
            ) {
                withoutSecret(spring.convert(asked))
            } else {
                RegisteredClient.from(spring.convert(asked))
            }
            if (asked.scopes.isNullOrEmpty()) client.scopes { it += Scopes.ofPeople }
            client.tokenSettings(tokenSettings(settings)).build()
        }

    /** Spring gives everybody a secret who does not sign with a key. */
    private fun withoutSecret(client: RegisteredClient) =
        RegisteredClient
            .withId(client.id)
            .clientId(client.clientId)
            .clientIdIssuedAt(Instant.now())
            .clientName(client.clientName)
            .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
            .authorizationGrantTypes { it += client.authorizationGrantTypes }
            .redirectUris { it += client.redirectUris }
            .postLogoutRedirectUris { it += client.postLogoutRedirectUris }
            .scopes { it += client.scopes }
            .clientSettings(client.clientSettings)

    private val spring = OidcClientRegistrationRegisteredClientConverter()

    private fun isPublic(asked: OidcClientRegistration) =
        asked.tokenEndpointAuthenticationMethod == ClientAuthenticationMethod.NONE.value

    private val grantTypes =
        listOf(
            AuthorizationGrantType.AUTHORIZATION_CODE,
            AuthorizationGrantType.REFRESH_TOKEN,
            AuthorizationGrantType.CLIENT_CREDENTIALS,
            AuthorizationGrantType.DEVICE_CODE,
        ).map { it.value }.filter { settings.deviceGrant || it != AuthorizationGrantType.DEVICE_CODE.value }

    private fun refuse(field: String): Nothing =
        throw OAuth2AuthenticationException(OAuth2Error("invalid_client_metadata", "Not possible here: $field", null))

    private companion object {
        val LOOPBACK = setOf("127.0.0.1", "[::1]", "localhost")
    }
}
