package io.github.oidcauth

/** Stores in memory that remember how they were named. */
class ShelfProvider : TokenStoreProvider {
    override val schemes: Set<String> = setOf("shelf")

    override fun open(location: TokenStoreLocation): TokenStore = Shelf(location)

    class Shelf(
        val location: TokenStoreLocation,
    ) : TokenStore by InMemoryTokenStore()
}
