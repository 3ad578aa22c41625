package io.github.oidcauth.sample.server.pages

import io.github.oidcauth.sample.server.authorization.User
import io.github.oidcauth.sample.server.backchannel.BackchannelPages
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.core.annotation.Order
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.core.userdetails.UserDetailsService
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository
import org.springframework.security.provisioning.InMemoryUserDetailsManager
import org.springframework.security.web.SecurityFilterChain
import org.springframework.security.web.csrf.CsrfToken
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.ServerRequest
import org.springframework.web.servlet.function.ServerResponse
import org.springframework.web.servlet.function.router
import org.springframework.security.core.userdetails.User as SpringUser

/** The pages that a browser is sent to: sign-in, device code, consent, sign-out, and what comes after. */
@Configuration(proxyBeanMethods = false)
internal class PageConfiguration {
    @Bean
    fun users(): UserDetailsService =
        InMemoryUserDetailsManager(
            User.everyone.map { SpringUser.withUsername(it.username).password(it.password).build() },
        )

    @Bean
    @Order(3)
    fun pageSecurity(http: HttpSecurity): SecurityFilterChain =
        http
            .authorizeHttpRequests {
                it.requestMatchers("/activate", "/consent", BackchannelPages.PATH).authenticated().anyRequest().permitAll()
            }
            .formLogin { it.loginPage("/login").permitAll() }
            .logout { it.logoutSuccessUrl("/logout/done") }
            .build()

    @Bean
    fun pageRoutes(clients: RegisteredClientRepository): RouterFunction<ServerResponse> =
        router {
            GET("/login") { htmlResponse(Pages.signIn(it.csrf(), failed = "error" in it.params())) }
            GET("/logout") { htmlResponse(Pages.signOut(it.csrf())) }
            GET("/logout/done") { htmlResponse(Pages.notice("Signed out", "You are signed out of the sample provider.")) }
            GET("/activate") { activate(it) }
            GET("/activate/done") {
                htmlResponse(Pages.notice("Device connected", "You can close this page and go back to the device."))
            }
            GET("/activate/refused") {
                htmlResponse(Pages.notice("Device refused", "The device gets no access. You can close this page."))
            }
            // Tomcat uses this path for a refused authorization request that must not receive a redirect.
            path("/problem") {
                htmlResponse(Pages.notice("Request refused", "The provider cannot do what the tool asked."), 400)
            }
            GET("/consent") { htmlResponse(Pages.consent(prompt(it, clients))) }
            GET("/") {
                htmlResponse(Pages.notice("It runs", "This is an OpenID provider for trying things out. Sign in from a tool."))
            }
        }

    private fun activate(request: ServerRequest): ServerResponse {
        val typed = request.params().getFirst("user_code").orEmpty()
        if (typed.isNotBlank()) {
            val target = request.uriBuilder().replacePath("/oauth2/device_verification").replaceQuery(null)
            return ServerResponse.status(302).location(target.queryParam("user_code", userCode(typed)).build()).build()
        }
        val warning = "That code is not known, or no longer. Look at the device and try again."
        return htmlResponse(Pages.deviceCode(warning.takeIf { "failed" in request.params() }))
    }

    /** Codes are shown as `XXXX-XXXX`; people type them in small letters, and without the hyphen (RFC 8628 §6.1). */
    private fun userCode(typed: String): String =
        typed
            .uppercase()
            .filter { it in 'A'..'Z' }
            .chunked(4)
            .joinToString("-")

    private fun prompt(
        request: ServerRequest,
        clients: RegisteredClientRepository,
    ): ConsentPrompt {
        val clientId = request.params().getFirst("client_id").orEmpty()
        return ConsentPrompt(
            username = request.principal().map { it.name }.orElse(""),
            clientId = clientId,
            clientName = clients.findByClientId(clientId)?.clientName ?: clientId,
            scopes = request.params().getFirst("scope").orEmpty().split(' ').filter { it.isNotEmpty() },
            state = request.params().getFirst("state").orEmpty(),
            userCode = request.params().getFirst("user_code"),
        )
    }

    private fun ServerRequest.csrf(): CsrfToken =
        checkNotNull(servletRequest().getAttribute(CsrfToken::class.java.name) as CsrfToken?) {
            "A page without CSRF protection."
        }
}
