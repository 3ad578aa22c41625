package io.github.oidcauth.sample.server.web

import io.github.oidcauth.sample.server.application.ApplicationConfiguration
import io.github.oidcauth.sample.server.authorization.AuthorizationServerConfiguration
import io.github.oidcauth.sample.server.backchannel.BackchannelConfiguration
import io.github.oidcauth.sample.server.pages.PageConfiguration
import org.springframework.context.annotation.Configuration
import org.springframework.context.annotation.Import
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity

/** Everything that runs in the server's Spring context. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import(
    AuthorizationServerConfiguration::class,
    BackchannelConfiguration::class,
    PageConfiguration::class,
    ApplicationConfiguration::class,
)
internal class ServerConfiguration
