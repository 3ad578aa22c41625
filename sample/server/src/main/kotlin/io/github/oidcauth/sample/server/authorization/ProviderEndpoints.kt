package io.github.oidcauth.sample.server.authorization

import io.github.oidcauth.sample.server.Settings
import io.github.oidcauth.sample.server.backchannel.BackchannelGrant
import io.github.oidcauth.sample.server.backchannel.BackchannelRequests
import io.github.oidcauth.sample.server.grants.BadgeGrant
import io.github.oidcauth.sample.server.grants.ExtensionGrant
import io.github.oidcauth.sample.server.grants.JwtBearerGrant
import io.github.oidcauth.sample.server.grants.PasswordGrant
import io.github.oidcauth.sample.server.grants.SamlBearerGrant
import io.github.oidcauth.sample.server.grants.TokenIssue
import io.github.oidcauth.sample.server.pages.PageOutcome
import io.github.oidcauth.sample.server.registration.Registration
import io.github.oidcauth.sample.server.saml.SamlAssertionCheck
import io.github.oidcauth.sample.server.web.Origin
import org.springframework.security.authentication.AuthenticationProvider
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceCodeAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2PushedAuthorizationRequestAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcClientRegistrationAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator
import java.time.Clock

/** The endpoints of the provider, and their differences from Spring's own. */
internal class ProviderEndpoints(
    private val settings: Settings,
    private val origin: Origin,
    private val clients: RegisteredClientRepository,
    private val authorizations: OAuth2AuthorizationService,
    private val tokens: OAuth2TokenGenerator<*>,
    private val registration: Registration,
    private val knownKeys: KnownKeys,
    private val backchannel: BackchannelRequests,
) {
    private val authorizationResponse = AuthorizationResponse(origin)
    private val metadata = Metadata(origin)

    /** The redirect URI goes first: nothing is sent to one that is not known. */
    private val requestValidator = LoopbackRedirects.validator.andThen(UnsupportedRequests)

    val unauthenticated: Unauthenticated = Unauthenticated(authorizationResponse)

    fun configure(server: OAuth2AuthorizationServerConfigurer) {
        server.authenticateClients()
        server.authorize()
        server.grant()
        server.openId()
        if (settings.deviceGrant) server.connectDevices()
        server.authorizationServerMetadataEndpoint {
            it.authorizationServerMetadataCustomizer { doc ->
                doc.claims(metadata::correct)
            }
        }
    }

    private fun OAuth2AuthorizationServerConfigurer.authenticateClients() {
        clientAuthentication { clientAuthentication ->
            clientAuthentication.authenticationConverter(NamedByAssertion)
            clientAuthentication.authenticationConverters { it += PublicClients.Converter }
            clientAuthentication.authenticationProvider(PublicClients(clients))
            clientAuthentication.authenticationProviders { providers ->
                providers
                    .filterIsInstance<JwtClientAssertionAuthenticationProvider>()
                    .forEach { it.setJwtDecoderFactory(ClientAssertions(origin, knownKeys)) }
            }
            clientAuthentication.errorResponseHandler(unauthenticated)
        }
    }

    private fun OAuth2AuthorizationServerConfigurer.authorize() {
        authorizationEndpoint { endpoint ->
            endpoint.consentPage("/consent")
            endpoint.authorizationResponseHandler(authorizationResponse)
            endpoint.errorResponseHandler(authorizationResponse)
            endpoint.authenticationProviders { providers ->
                providers
                    .filterIsInstance<OAuth2AuthorizationCodeRequestAuthenticationProvider>()
                    .forEach { it.setAuthenticationValidator(requestValidator) }
            }
        }
        pushedAuthorizationRequestEndpoint { endpoint ->
            endpoint.authenticationProviders { providers ->
                providers
                    .filterIsInstance<OAuth2PushedAuthorizationRequestAuthenticationProvider>()
                    .forEach { it.setAuthenticationValidator(requestValidator) }
            }
        }
    }

    private fun OAuth2AuthorizationServerConfigurer.grant() {
        tokenEndpoint { endpoint ->
            endpoint.accessTokenRequestConverter(ExtensionGrant.Converter)
            val issue = TokenIssue(authorizations, tokens)
            endpoint.authenticationProvider(PasswordGrant(issue))
            endpoint.authenticationProvider(BadgeGrant(issue))
            val audiences = setOf(origin.url, origin.url + Endpoints.TOKEN)
            endpoint.authenticationProvider(JwtBearerGrant(issue, knownKeys, audiences))
            val saml =
                SamlAssertionCheck(audiences, origin.url + Endpoints.TOKEN, Clock.systemUTC()) {
                    knownKeys.issuer.toECPublicKey()
                }
            endpoint.authenticationProvider(SamlBearerGrant(issue, saml))
            endpoint.authenticationProvider(BackchannelGrant(issue, backchannel, settings.backchannelInterval, Clock.systemUTC()))
            endpoint.accessTokenResponseHandler(tokenResponse())
            endpoint.authenticationProviders { providers ->
                providers.wrap<OAuth2RefreshTokenAuthenticationProvider> { BoundRefresh(it, authorizations) }
                providers.wrap<OAuth2DeviceCodeAuthenticationProvider> { provider ->
                    DevicePollingLimiter(settings.deviceInterval, DeviceIdToken(provider, authorizations, tokens), authorizations)
                }
            }
        }
    }

    private fun OAuth2AuthorizationServerConfigurer.openId() {
        oidc { openId ->
            openId.providerConfigurationEndpoint { it.providerConfigurationCustomizer { doc -> doc.claims(metadata::correct) } }
            openId.clientRegistrationEndpoint { endpoint ->
                endpoint.authenticationProviders { providers ->
                    providers.filterIsInstance<OidcClientRegistrationAuthenticationProvider>().forEach(registration::applyTo)
                }
            }
            openId.logoutEndpoint { logout ->
                logout.errorResponseHandler(PageOutcome::logoutFailed)
                logout.authenticationProviders { providers ->
                    providers
                        .filterIsInstance<OidcLogoutAuthenticationProvider>()
                        .forEach { it.setAuthenticationValidator(LoopbackRedirects.logoutValidator) }
                }
            }
        }
    }

    private fun OAuth2AuthorizationServerConfigurer.connectDevices() {
        deviceAuthorizationEndpoint { endpoint ->
            endpoint.verificationUri("/activate")
            endpoint.deviceAuthorizationResponseHandler(DeviceResponse(origin, settings.deviceInterval))
            endpoint.authenticationProviders { providers ->
                providers.wrap<OAuth2DeviceAuthorizationRequestAuthenticationProvider> { DeviceOpenId(it, authorizations) }
            }
        }
        deviceVerificationEndpoint { endpoint ->
            endpoint.consentPage("/consent")
            endpoint.deviceVerificationResponseHandler(PageOutcome::deviceApproved)
            endpoint.errorResponseHandler(PageOutcome::deviceFailed)
        }
    }

    private inline fun <reified P : AuthenticationProvider> MutableList<AuthenticationProvider>.wrap(
        around: (P) -> AuthenticationProvider,
    ) = indices.forEach { index -> (this[index] as? P)?.let { this[index] = around(it) } }
}
