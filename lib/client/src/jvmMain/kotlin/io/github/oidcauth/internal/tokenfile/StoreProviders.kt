package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenStoreProvider
import java.util.ServiceConfigurationError
import java.util.ServiceLoader

/** The providers of stores: files, and those on the class path. */
internal object StoreProviders {
    /**
     * Returns all providers.
     *
     * @throws StoreException when one cannot be loaded, for example because a jar is damaged or a dependency is missing.
     */
    fun all(): List<TokenStoreProvider> =
        try {
            listOf(FileTokenStoreProvider) + ServiceLoader.load(TokenStoreProvider::class.java)
        } catch (e: ServiceConfigurationError) {
            throw StoreException("A token store on the class path cannot be loaded: ${e.message.orEmpty()}", e)
        }
}
