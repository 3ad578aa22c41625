package io.github.oidcauth.sample.server.backchannel

import io.github.oidcauth.sample.server.Settings
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.ServerResponse
import java.net.http.HttpClient
import java.time.Clock

/** Client-initiated backchannel authentication: the endpoint for clients and the page for users. */
@Configuration(proxyBeanMethods = false)
internal class BackchannelConfiguration {
    @Bean
    fun backchannelRequests(): BackchannelRequests = BackchannelRequests(Clock.systemUTC())

    @Bean
    fun backchannelRoutes(
        settings: Settings,
        requests: BackchannelRequests,
        authorizations: OAuth2AuthorizationService,
        http: HttpClient,
    ): RouterFunction<ServerResponse> {
        val clock = Clock.systemUTC()
        val endpoint = BackchannelEndpoint(settings, requests, authorizations, clock)
        return endpoint.routes().and(BackchannelPages(requests, Notifications(http), clock).routes())
    }
}
