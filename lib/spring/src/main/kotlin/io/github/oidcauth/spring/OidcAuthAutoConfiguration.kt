package io.github.oidcauth.spring

import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.spring.internal.AuthorizedOrigins
import io.github.oidcauth.spring.internal.ClientBeans
import io.github.oidcauth.spring.internal.ClientRegistrar
import io.github.oidcauth.spring.internal.ReactiveClients
import io.github.oidcauth.spring.internal.RestClients
import org.springframework.beans.factory.BeanFactory
import org.springframework.beans.factory.ObjectProvider
import org.springframework.boot.autoconfigure.AutoConfiguration
import org.springframework.boot.context.properties.EnableConfigurationProperties
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Import

/**
 * The auto-configuration for the properties `oidc-auth.*` ([OidcAuthProperties]). It makes two beans for each client, a token
 * source and the rules by which its tokens are sent, and lets Spring Boot's HTTP clients send them to the origins of the client.
 *
 * For the client `orders` these are `ordersTokenSource`, a [io.github.oidcauth.java.BlockingTokenSource], and
 * `ordersRequestAuthorizer`, a [RequestAuthorizer]. Both have the qualifier `orders`, and a bean of the application that has such
 * a name takes their place. Every other bean of type [RequestAuthorizer] is used as well.
 *
 * No request is sent at start. A property that cannot work ends the start with a message that names it.
 */
@AutoConfiguration(
    afterName = [
        "org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration",
        "org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration",
    ],
    beforeName = ["org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration"],
)
@EnableConfigurationProperties(OidcAuthProperties::class)
@Import(ClientRegistrar::class, RestClients::class, ReactiveClients::class)
public class OidcAuthAutoConfiguration {
    @Bean(ClientRegistrar.CLIENT_BEANS)
    internal fun clientBeans(
        properties: OidcAuthProperties,
        beans: BeanFactory,
    ): ClientBeans = ClientBeans(properties, beans)

    @Bean("oidcAuthAuthorizedOrigins")
    internal fun authorizedOrigins(authorizers: ObjectProvider<RequestAuthorizer>): AuthorizedOrigins =
        AuthorizedOrigins(authorizers)
}
