package io.github.oidcauth

/**
 * A kind of store that an address can name: `redis://tokens.example.com`, `keyring`.
 *
 * Providers are found with `java.util.ServiceLoader`: a jar with a provider names its class, which is public and has a
 * constructor without parameters, in `META-INF/services/io.github.oidcauth.TokenStoreProvider`. Programs with a fixed kind of
 * store create it themselves and do not need this.
 */
public interface TokenStoreProvider {
    /** The schemes of its addresses, in lower case and without the colon; not empty. */
    public val schemes: Set<String>

    /**
     * Returns the store at [location], whose scheme is one of [schemes]. Nothing is read, created or requested before the
     * store is used. The caller closes a store that is [AutoCloseable], or it ends with the process.
     *
     * @throws InvalidConfigException if the address is invalid. The message contains no secret.
     * @throws StoreException if this machine cannot have such a store.
     */
    @Throws(AuthException::class)
    public fun open(location: TokenStoreLocation): TokenStore
}
