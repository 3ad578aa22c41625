// Tested by OidcAuthAutoConfigurationTest.
package io.github.oidcauth.spring.internal

import io.github.oidcauth.spring.AccessTokenInterceptor
import org.springframework.beans.factory.ObjectProvider
import org.springframework.beans.factory.config.BeanPostProcessor
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder
import org.springframework.boot.restclient.RestClientCustomizer
import org.springframework.boot.restclient.RestTemplateCustomizer
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.core.Ordered
import org.springframework.core.annotation.Order
import org.springframework.core.io.ResourceLoader
import org.springframework.web.client.RestClient

/** Lets the clients of `RestClient.Builder` and `RestTemplateBuilder` send tokens. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(RestClient::class, RestClientCustomizer::class, ClientHttpRequestFactoryBuilder::class)
@ConditionalOnProperty(PREFIX + ".customize-builders", matchIfMissing = true)
internal class RestClients {
    /** After those of the application, whose `Authorization` headers are left alone. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    fun accessTokenRestClientCustomizer(origins: AuthorizedOrigins): RestClientCustomizer =
        RestClientCustomizer { builder ->
            builder.requestInterceptors { all -> origins.authorizers.forEach { all += AccessTokenInterceptor(it) } }
        }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    fun accessTokenRestTemplateCustomizer(origins: AuthorizedOrigins): RestTemplateCustomizer =
        RestTemplateCustomizer { template ->
            template.interceptors = template.interceptors + origins.authorizers.map(::AccessTokenInterceptor)
        }

    /** In a reactive application there is no such bean, and the one that would be detected follows redirects. */
    @Bean
    @ConditionalOnMissingBean
    fun clientHttpRequestFactoryBuilder(resources: ResourceLoader): ClientHttpRequestFactoryBuilder<*> =
        ClientHttpRequestFactoryBuilder.detect(resources.classLoader)

    companion object {
        @Bean
        @JvmStatic
        fun redirectFreeRequestFactories(origins: ObjectProvider<AuthorizedOrigins>): BeanPostProcessor =
            object : BeanPostProcessor {
                override fun postProcessAfterInitialization(
                    bean: Any,
                    beanName: String,
                ): Any =
                    if (bean is ClientHttpRequestFactoryBuilder<*>) {
                        RedirectFreeRequestFactoryBuilder(bean, origins::getObject)
                    } else {
                        bean
                    }
            }
    }
}
