package io.github.oidcauth.cli

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.keyring.KeyringTokenStore
import io.github.oidcauth.moveTo

/** Lists and removes stored tokens. The returned text is printed. */
internal class StoredTokens(
    private val store: TokenStore,
) {
    suspend fun list(): String {
        val keys = store.keys().sortedBy { it.value }
        if (keys.isEmpty()) return "No cached tokens."
        return keys.map { "  ${it.value.onOneLine()}  (${if (store.get(it) != null) "valid" else "expired"})" }.joinToString("\n")
    }

    suspend fun moveTo(target: TokenStore): String {
        val moved = store.moveTo(target)
        return if (moved.isEmpty()) {
            "No cached tokens."
        } else {
            moved.sortedBy {
                it.value
            }.joinToString("\n") { "Moved token for ${it.value.onOneLine()}" }
        }
    }

    /** Makes a new key. @throws InvalidConfigException if the store has no key in the keyring. */
    suspend fun rotateKey(): String {
        if (store !is KeyringTokenStore) {
            throw InvalidConfigException(
                "There is no key here that could be replaced: name a store with a key in the keyring, such as --store keyring.",
            )
        }
        val count = store.rotateKey()
        return "A new key has been made. Tokens encrypted with it: $count"
    }

    suspend fun clear(): String {
        store.clear()
        return "All cached tokens removed."
    }

    /** Removes the token of [host]. @throws InvalidHostException if [host] is neither a base URL nor a key in the store. */
    suspend fun remove(host: String): String {
        // A key that another program wrote may not be a base URL, and can be named as it is listed.
        val literal = TokenKey.of(host).takeIf { it in store.keys() }
        val removed = store.remove(literal ?: TokenKey.forHost(host))
        return (if (removed) "Removed token for " else "No cached token for ") + host.onOneLine()
    }
}
