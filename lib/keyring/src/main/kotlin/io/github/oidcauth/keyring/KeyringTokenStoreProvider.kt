package io.github.oidcauth.keyring

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.HomePath
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenStore
import io.github.oidcauth.TokenStoreLocation
import io.github.oidcauth.TokenStoreProvider
import java.nio.file.InvalidPathException
import java.nio.file.Path

/**
 * Makes a [KeyringTokenStore] of the addresses `keyring`, for the file in the cache directory, and `keyring:PATH`. With
 * `keyring-or-file`, tokens are kept unencrypted in the token file of the cache directory if there is no keyring.
 *
 * Made by `java.util.ServiceLoader`. Thread-safe. [open] accesses neither file nor keyring; it throws
 * [InvalidConfigException] for every other address.
 */
public class KeyringTokenStoreProvider : TokenStoreProvider {
    override val schemes: Set<String> = setOf(STRICT, WITH_FILE)

    override fun open(location: TokenStoreLocation): TokenStore {
        val builder = KeyringTokenStore.forApp(location.appName).notices(location.notices)
        val path = location.address.substringAfter(':', missingDelimiterValue = "")
        if (':' in location.address) {
            if (path.isBlank() || location.scheme == WITH_FILE) throw malformed()
            builder.path = pathOf(path)
        }
        if (location.scheme == WITH_FILE) builder.plainFile = FileTokenStore.forApp(location.appName).path
        return builder.build()
    }

    private fun pathOf(text: String): Path =
        try {
            HomePath.of(text)
        } catch (_: InvalidPathException) {
            throw malformed()
        }

    private fun malformed() = InvalidConfigException("The address of a keyring store is $STRICT, $STRICT:PATH or $WITH_FILE.")

    private companion object {
        const val STRICT = "keyring"
        const val WITH_FILE = "keyring-or-file"
    }
}
