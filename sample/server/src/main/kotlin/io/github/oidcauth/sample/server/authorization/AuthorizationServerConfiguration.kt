package io.github.oidcauth.sample.server.authorization

import com.nimbusds.jose.jwk.source.JWKSource
import com.nimbusds.jose.proc.SecurityContext
import io.github.oidcauth.sample.server.Settings
import io.github.oidcauth.sample.server.pages.PageOutcome
import io.github.oidcauth.sample.server.web.Origin
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.core.annotation.Order
import org.springframework.security.authentication.AuthenticationProvider
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer
import org.springframework.security.oauth2.jwt.JwtDecoder
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceCodeAuthenticationProvider
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator
import org.springframework.security.web.SecurityFilterChain
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint

/** The OpenID provider: Spring Authorization Server, with the few things py-oidc-auth needs that it leaves out. */
@Configuration(proxyBeanMethods = false)
internal class AuthorizationServerConfiguration {
    @Bean
    fun authorizationServerSettings(): AuthorizationServerSettings = AuthorizationServerSettings.builder().build()

    @Bean
    fun registeredClients(settings: Settings): RegisteredClientRepository =
        InMemoryRegisteredClientRepository(applicationClient(settings))

    @Bean
    fun authorizations(): OAuth2AuthorizationService = InMemoryOAuth2AuthorizationService()

    @Bean
    fun consents(): OAuth2AuthorizationConsentService = ForgetfulConsents

    @Bean
    fun signingKeys(): JWKSource<SecurityContext> = SigningKeys()

    /** Checks the bearer tokens that come to the userinfo endpoint. */
    @Bean
    fun jwtDecoder(keys: JWKSource<SecurityContext>): JwtDecoder = NimbusJwtDecoder.withJwkSource(keys).build()

    @Bean
    fun tokenGenerator(keys: JWKSource<SecurityContext>): OAuth2TokenGenerator<*> = providerTokens(keys)

    @Bean
    @Order(1)
    fun authorizationServer(
        http: HttpSecurity,
        settings: Settings,
        origin: Origin,
        authorizations: OAuth2AuthorizationService,
        tokens: OAuth2TokenGenerator<*>,
    ): SecurityFilterChain {
        val server = OAuth2AuthorizationServerConfigurer()
        http
            .securityMatcher(server.endpointsMatcher)
            .with(server) { it.configure(settings, origin, authorizations, tokens) }
            .authorizeHttpRequests { it.anyRequest().authenticated() }
            .exceptionHandling { it.authenticationEntryPoint(LoginUrlAuthenticationEntryPoint("/login")) }
        return http.build()
    }

    private fun OAuth2AuthorizationServerConfigurer.configure(
        settings: Settings,
        origin: Origin,
        authorizations: OAuth2AuthorizationService,
        tokens: OAuth2TokenGenerator<*>,
    ) {
        oidc { it.logoutEndpoint { logout -> logout.errorResponseHandler(PageOutcome::logoutFailed) } }
        authorizationEndpoint { endpoint ->
            endpoint.consentPage("/consent")
            endpoint.authenticationProviders { providers ->
                providers
                    .filterIsInstance<OAuth2AuthorizationCodeRequestAuthenticationProvider>()
                    .forEach { it.setAuthenticationValidator(LoopbackRedirects.validator) }
            }
        }
        tokenEndpoint { endpoint ->
            endpoint.accessTokenResponseHandler(tokenAnswer())
            endpoint.authenticationProviders { providers ->
                providers.wrap<OAuth2DeviceCodeAuthenticationProvider> { provider ->
                    DevicePace(settings.deviceInterval, DeviceIdToken(provider, authorizations, tokens), authorizations)
                }
            }
        }
        if (!settings.deviceGrant) return
        deviceAuthorizationEndpoint { endpoint ->
            endpoint.verificationUri("/activate")
            endpoint.deviceAuthorizationResponseHandler(DeviceAnswer(origin, settings.deviceInterval))
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
