package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenStore
import io.github.oidcauth.TokenStoreLocation
import io.github.oidcauth.TokenStoreProvider

/** Opens the store addresses `file`, the token file of the cache directory, and `file:PATH`, another file. */
internal object FileTokenStoreProvider : TokenStoreProvider {
    private const val SCHEME = "file"

    override val schemes: Set<String> = setOf(SCHEME)

    override fun open(location: TokenStoreLocation): TokenStore {
        if (':' !in location.address) return FileTokenStore.forApp(location.appName, location.notices)
        val path = location.address.substringAfter(':')
        if (path.isBlank()) throw malformed()
        return NamedTokenFile.open(path, "the address of the store", location.notices) { malformed() }
    }

    private fun malformed() = InvalidConfigException(
        "A token file is written $SCHEME or $SCHEME:PATH, with a path of this system.",
    )
}
