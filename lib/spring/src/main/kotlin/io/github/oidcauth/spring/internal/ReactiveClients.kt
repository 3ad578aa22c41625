package io.github.oidcauth.spring.internal

import io.github.oidcauth.spring.AccessTokenFilter
import org.springframework.beans.factory.ObjectProvider
import org.springframework.beans.factory.config.BeanPostProcessor
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder
import org.springframework.boot.webclient.WebClientCustomizer
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.core.Ordered
import org.springframework.core.annotation.Order
import org.springframework.web.reactive.function.client.WebClient

/** Lets the clients of `WebClient.Builder` send tokens. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(WebClient::class, WebClientCustomizer::class, ClientHttpConnectorBuilder::class)
@ConditionalOnProperty(PREFIX + ".customize-builders", matchIfMissing = true)
internal class ReactiveClients {
    /** After those of the application, whose `Authorization` headers are left alone. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    fun accessTokenWebClientCustomizer(origins: AuthorizedOrigins): WebClientCustomizer =
        WebClientCustomizer { builder ->
            builder.filters { all -> origins.authorizers.forEach { all += AccessTokenFilter(it) } }
        }

    companion object {
        @Bean
        @JvmStatic
        fun redirectFreeConnectors(origins: ObjectProvider<AuthorizedOrigins>): BeanPostProcessor =
            object : BeanPostProcessor {
                override fun postProcessAfterInitialization(
                    bean: Any,
                    beanName: String,
                ): Any =
                    if (bean is ClientHttpConnectorBuilder<*>) RedirectFreeConnectorBuilder(bean, origins::getObject) else bean
            }
    }
}
