package io.github.oidcauth.sample.server.registration

import io.github.oidcauth.sample.server.Settings
import io.github.oidcauth.sample.server.authorization.PlainSecrets
import io.github.oidcauth.sample.server.authorization.Scopes
import io.github.oidcauth.sample.server.authorization.tokenSettings
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
import java.util.function.Consumer

/**
 * The metadata that may be registered (RFC 7591 §2): public clients and scopes too, which Spring omits, and keys on the
 * loopback address.
 */
internal class Registration(
    private val settings: Settings,
) {
    fun applyTo(provider: OidcClientRegistrationAuthenticationProvider) {
        provider.setPasswordEncoder(PlainSecrets)
        provider.setAuthenticationValidator(validator)
        provider.setRegisteredClientConverter(Converter { client(it) })
    }

    /** Throws what to respond to a registration that is not possible. */
    val validator: Consumer<OidcClientRegistrationAuthenticationContext> =
        OidcClientRegistrationAuthenticationValidator.DEFAULT_REDIRECT_URI_VALIDATOR
            .andThen(OidcClientRegistrationAuthenticationValidator.DEFAULT_POST_LOGOUT_REDIRECT_URI_VALIDATOR)
            .andThen { context ->
                context.getAuthentication<OidcClientRegistrationAuthenticationToken>().clientRegistration?.let(::check)
            }

    private fun check(asked: OidcClientRegistration) {
        val keys = asked.jwkSetUrl
        val grants = asked.grantTypes.orEmpty()
        val method = asked.tokenEndpointAuthenticationMethod
        val isPublic = method == ClientAuthenticationMethod.NONE.value
        when {
            method != null && method !in METHODS -> refuse("token_endpoint_auth_method")

            // The scope to register clients is not to be had here.
            !(Scopes.ofUsers + Scopes.ofServices).containsAll(asked.scopes.orEmpty()) -> refuse("scope")

            !grantTypes.containsAll(grants) -> refuse("grant_types")

            isPublic && AuthorizationGrantType.CLIENT_CREDENTIALS.value in grants -> refuse("grant_types")

            keys == null && method == ClientAuthenticationMethod.PRIVATE_KEY_JWT.value -> refuse("jwks_uri")

            keys != null && keys.protocol != "https" && keys.host !in LOOPBACK -> refuse("jwks_uri")
        }
    }

    /** Returns the client that was asked for: a new one, or the [former] with new data. */
    fun client(
        asked: OidcClientRegistration,
        former: RegisteredClient? = null,
    ): RegisteredClient {
        val made = spring.convert(asked)
        val isPublic = asked.tokenEndpointAuthenticationMethod == ClientAuthenticationMethod.NONE.value
        // Spring gives everybody a secret who does not sign with a key.
        val secret = if (isPublic || made.clientSecret == null) null else former?.clientSecret ?: made.clientSecret
        val methods = if (isPublic) setOf(ClientAuthenticationMethod.NONE) else made.clientAuthenticationMethods
        val identity = former ?: made
        return RegisteredClient
            .withId(identity.id)
            .clientId(identity.clientId)
            .apply { identity.clientIdIssuedAt?.let(::clientIdIssuedAt) }
            .apply { secret?.let(::clientSecret) }
            .clientName(made.clientName)
            .clientAuthenticationMethods { it += methods }
            .authorizationGrantTypes { it += made.authorizationGrantTypes }
            .redirectUris { it += made.redirectUris }
            .postLogoutRedirectUris { it += made.postLogoutRedirectUris }
            .scopes { it += made.scopes.ifEmpty { Scopes.ofUsers } }
            .clientSettings(made.clientSettings)
            .tokenSettings(tokenSettings(settings))
            .build()
    }

    private val spring = OidcClientRegistrationRegisteredClientConverter()

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
        val METHODS =
            listOf(
                ClientAuthenticationMethod.NONE,
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                ClientAuthenticationMethod.CLIENT_SECRET_POST,
                ClientAuthenticationMethod.CLIENT_SECRET_JWT,
                ClientAuthenticationMethod.PRIVATE_KEY_JWT,
            ).map { it.value }
    }
}
