package io.github.oidcauth.sample.server.authorization

import com.nimbusds.jose.jwk.source.JWKSource
import com.nimbusds.jose.proc.SecurityContext
import io.github.oidcauth.sample.server.Settings
import io.github.oidcauth.sample.server.backchannel.BackchannelRequests
import io.github.oidcauth.sample.server.registration.Registration
import io.github.oidcauth.sample.server.registration.RegistrationManagement
import io.github.oidcauth.sample.server.web.Origin
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.core.annotation.Order
import org.springframework.security.config.Customizer.withDefaults
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer
import org.springframework.security.crypto.password.PasswordEncoder
import org.springframework.security.oauth2.jwt.JwtDecoder
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator
import org.springframework.security.web.SecurityFilterChain
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter
import org.springframework.security.web.util.matcher.OrRequestMatcher
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.ServerResponse

/** The OpenID provider: Spring Authorization Server, and the parts that it omits. */
@Configuration(proxyBeanMethods = false)
internal class AuthorizationServerConfiguration {
    /** One issuer, for requests to any name of this server. */
    @Bean
    fun authorizationServerSettings(origin: Origin): AuthorizationServerSettings =
        AuthorizationServerSettings.builder().issuer(origin.url).build()

    @Bean
    fun registeredClients(settings: Settings): Clients =
        Clients(listOf(applicationClient(settings), cliClient(settings)) + serviceClients(settings))

    @Bean
    fun registration(settings: Settings): Registration = Registration(settings)

    @Bean
    fun registrationRoutes(
        clients: Clients,
        authorizations: OAuth2AuthorizationService,
        registration: Registration,
    ): RouterFunction<ServerResponse> = RegistrationManagement(clients, authorizations, registration).routes()

    @Bean
    fun secrets(): PasswordEncoder = PlainSecrets

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
        clients: RegisteredClientRepository,
        authorizations: OAuth2AuthorizationService,
        tokens: OAuth2TokenGenerator<*>,
        registration: Registration,
        knownKeys: KnownKeys,
        backchannel: BackchannelRequests,
    ): SecurityFilterChain {
        val server = OAuth2AuthorizationServerConfigurer()
        val endpoints = ProviderEndpoints(settings, origin, clients, authorizations, tokens, registration, knownKeys, backchannel)
        if (settings.dpopNonces) http.addFilterBefore(DPoPNonces(), AbstractPreAuthenticatedProcessingFilter::class.java)
        http
            .securityMatcher(
                OrRequestMatcher(server.endpointsMatcher, BackchannelClients.endpoint, RegistrationManagement.endpoint),
            )
            .with(server, endpoints::configure)
            .with(BackchannelClients(endpoints.unauthenticated)) { }
            .csrf { it.ignoringRequestMatchers(BackchannelClients.endpoint, RegistrationManagement.endpoint) }
            .authorizeHttpRequests { it.anyRequest().authenticated() }
            .oauth2ResourceServer { it.jwt(withDefaults()).dPoP(withDefaults()) }
            .exceptionHandling { it.authenticationEntryPoint(endpoints.unauthenticated) }
        return http.build()
    }
}
