package io.github.oidcauth.cli

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenStore
import io.github.oidcauth.TokenStoreLocation
import io.github.oidcauth.TokenStoreProvider

/** Stores in memory, found by `shelf:<name>`. */
class ShelfProvider : TokenStoreProvider {
    override val schemes: Set<String> = setOf("shelf")

    override fun open(location: TokenStoreLocation): TokenStore =
        shelves[location.address] ?: throw InvalidConfigException("There is no such shelf.")

    companion object {
        val shelves: MutableMap<String, TokenStore> = java.util.concurrent.ConcurrentHashMap()

        /** A new store, to be named by [address]. */
        fun add(address: String): TokenStore = InMemoryTokenStore().also { shelves[address] = it }
    }
}
