// Tested by OidcAuthAutoConfigurationTest.
package io.github.oidcauth.spring.internal

import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.java.BlockingTokenSource
import io.github.oidcauth.spring.OidcAuthProperties
import org.springframework.beans.factory.annotation.Qualifier
import org.springframework.beans.factory.config.RuntimeBeanReference
import org.springframework.beans.factory.support.AutowireCandidateQualifier
import org.springframework.beans.factory.support.BeanDefinitionRegistry
import org.springframework.beans.factory.support.RootBeanDefinition
import org.springframework.boot.context.properties.bind.Binder
import org.springframework.context.EnvironmentAware
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar
import org.springframework.core.env.Environment
import org.springframework.core.type.AnnotationMetadata

/**
 * Defines the beans of each client in the properties, such as `ordersTokenSource` and `ordersRequestAuthorizer`, both with the
 * qualifier `orders`. A bean of the application that has such a name takes its place.
 */
internal class ClientRegistrar :
    ImportBeanDefinitionRegistrar,
    EnvironmentAware {
    private lateinit var environment: Environment

    override fun setEnvironment(environment: Environment) {
        this.environment = environment
    }

    override fun registerBeanDefinitions(
        importingClassMetadata: AnnotationMetadata,
        registry: BeanDefinitionRegistry,
    ) {
        val properties = Binder.get(environment).bind(PREFIX, OidcAuthProperties::class.java)
        properties.ifBound { bound -> bound.clients.forEach { (name, client) -> registry.register(name, client) } }
    }

    private fun BeanDefinitionRegistry.register(
        name: String,
        client: OidcAuthProperties.Client,
    ) {
        val source = name + "TokenSource"
        define(source, name, BlockingTokenSource::class.java, "tokenSource", name)
        if (client.origins.isNotEmpty()) {
            val reference = RuntimeBeanReference(source)
            define(name + "RequestAuthorizer", name, RequestAuthorizer::class.java, "requestAuthorizer", name, reference)
        }
    }

    private fun BeanDefinitionRegistry.define(
        beanName: String,
        client: String,
        type: Class<*>,
        factoryMethod: String,
        vararg arguments: Any,
    ) {
        if (containsBeanDefinition(beanName)) return
        val definition = RootBeanDefinition(type)
        definition.factoryBeanName = CLIENT_BEANS
        definition.factoryMethodName = factoryMethod
        arguments.forEachIndexed { index, value -> definition.constructorArgumentValues.addIndexedArgumentValue(index, value) }
        definition.addQualifier(AutowireCandidateQualifier(Qualifier::class.java, client))
        registerBeanDefinition(beanName, definition)
    }

    companion object {
        const val CLIENT_BEANS = "oidcAuthClientBeans"
    }
}
