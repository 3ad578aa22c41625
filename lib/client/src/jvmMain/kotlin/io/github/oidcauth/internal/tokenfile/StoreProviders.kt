package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenStoreProvider
import java.util.ServiceConfigurationError
import java.util.ServiceLoader

/** The kinds of stores: files, and those on the class path. */
internal object StoreProviders {
    /** @throws StoreException when one of them cannot be loaded, as with a jar that is damaged or lacks what it needs. */
    fun all(): List<TokenStoreProvider> =
        try {
            listOf(FileTokenStoreProvider) + ServiceLoader.load(TokenStoreProvider::class.java)
        } catch (e: ServiceConfigurationError) {
            throw StoreException("A token store on the class path cannot be loaded: ${e.message.orEmpty()}", e)
        }
}
