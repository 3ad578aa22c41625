package io.github.oidcauth.sample.server.application

import io.github.oidcauth.sample.server.Settings
import io.github.oidcauth.sample.server.web.Json
import io.github.oidcauth.sample.server.web.Origin
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.core.annotation.Order
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.config.http.SessionCreationPolicy
import org.springframework.security.web.SecurityFilterChain
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.ServerResponse
import org.springframework.web.servlet.function.router
import java.net.http.HttpClient
import java.time.Clock

/** The application in front of the provider: py-oidc-auth's routes in both modes, and an API that wants a token. */
@Configuration(proxyBeanMethods = false)
internal class ApplicationConfiguration {
    /** The application checks its bearer tokens itself; it has no cookies and so nothing to forge. */
    @Bean
    @Order(2)
    fun applicationSecurity(http: HttpSecurity): SecurityFilterChain =
        http
            .securityMatcher("/auth/**", "/broker/**", "/api/**")
            .authorizeHttpRequests { it.anyRequest().permitAll() }
            .csrf { it.disable() }
            .requestCache { it.disable() }
            .logout { it.disable() }
            .sessionManagement { it.sessionCreationPolicy(SessionCreationPolicy.STATELESS) }
            .build()

    @Bean
    fun applicationRoutes(
        settings: Settings,
        origin: Origin,
        http: HttpClient,
    ): RouterFunction<ServerResponse> {
        val clock = Clock.systemUTC()
        val scopes = listOf("profile", "email")
        val discoveryUrl = "${origin.url}/.well-known/openid-configuration"
        val provider = Provider(discoveryUrl, settings.clientId, settings.clientSecret, http)
        val redirect = LoginRedirect(provider, scopes)
        val login = ProviderLogin(provider, scopes, clock)
        val check = ProviderTokenCheck(provider, clock)
        val passthrough = Passthrough(provider, login, check, scopes.toSet(), "${origin.url}/auth/v2/token")
        val brokerTokens = BrokerTokens("${origin.url}/broker", clock)
        val lifetimes = Broker.Lifetimes(settings.brokerDeviceTokenLifetime, settings.brokerTokenLifetime)
        val broker = Broker(provider, login, check, brokerTokens, lifetimes, clock)
        val routes =
            LoginRoutes("", provider, redirect, login, passthrough)
                .routes()
                .and(LoginRoutes("/broker", provider, redirect, login, broker).routes())
                .and(router { GET("/broker/auth/v2/.well-known/jwks.json") { Json.respond(brokerTokens.jwks()) } })
                .and(ProtectedApi(brokerTokens.issuer, passthrough, broker).routes())
                .and(NotesApi(origin.url, check).routes())
        return Errors.around(routes)
    }

    /** The last route: for requests that no other route handles. */
    @Bean
    @Order(Int.MAX_VALUE)
    fun nowhere(): RouterFunction<ServerResponse> =
        router {
            path("/**") { Json.respond(mapOf("detail" to "Not Found"), 404) }
        }
}
