// Tested by WrongSettingsTest.
package io.github.oidcauth.spring.internal

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenStore
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.java.BlockingTokenSource
import io.github.oidcauth.spring.OidcAuthProperties
import org.springframework.beans.factory.BeanFactory
import org.springframework.beans.factory.BeanNotOfRequiredTypeException
import org.springframework.beans.factory.NoSuchBeanDefinitionException

/** Creates the beans of the clients in the properties. Its functions are named in bean definitions. */
internal class ClientBeans(
    private val properties: OidcAuthProperties,
    private val beans: BeanFactory,
) {
    fun tokenSource(name: String): BlockingTokenSource = BlockingTokenSource.of(client(name).tokenSource())

    fun requestAuthorizer(
        name: String,
        source: TokenSource,
    ): RequestAuthorizer = client(name).authorizer(source)

    private fun client(name: String): ConfiguredClient {
        val settings = properties.clients.getValue(name)
        return ConfiguredClient(name, settings, store(name, settings.store))
    }

    private fun store(
        name: String,
        store: String,
    ): TokenStore? =
        when (store) {
            MEMORY_STORE -> null
            FILE_STORE -> FileTokenStore.forApp()
            else -> bean(name, store)
        }

    private fun bean(
        name: String,
        store: String,
    ): TokenStore =
        try {
            beans.getBean(store, TokenStore::class.java)
        } catch (e: NoSuchBeanDefinitionException) {
            // One that the store needs is a fault of the store.
            throw if (e.beanName == store) wrong(name, "There is no bean of this name: $store.", e) else e
        } catch (e: BeanNotOfRequiredTypeException) {
            throw wrong(name, "The bean $store is no TokenStore.", e)
        }

    private fun wrong(
        name: String,
        reason: String,
        cause: Exception,
    ) = InvalidClientSettingException(
        "$PREFIX.clients.$name.store",
        reason,
        "Set it to memory, file or the name of a bean of type TokenStore.",
        cause,
    )
}
