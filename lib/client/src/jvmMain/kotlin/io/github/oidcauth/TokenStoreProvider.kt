package io.github.oidcauth

/**
 * A kind of store that can be named by an address: `redis://tokens.example.com`, `keyring`.
 *
 * Providers are found with `java.util.ServiceLoader`: a jar that brings one names its class, which is public and has a constructor
 * without parameters, in `META-INF/services/io.github.oidcauth.TokenStoreProvider`. Programs that know which store they want make
 * it themselves and have no need of this.
 */
public interface TokenStoreProvider {
    /** What the addresses begin with, in lower case and without the colon; not empty. */
    public val schemes: Set<String>

    /**
     * The store at [location], whose scheme is one of [schemes]. Nothing is read, made or called before the store is used.
     * A store that is [AutoCloseable] is closed by whoever asked for it, or ends with the process.
     *
     * @throws InvalidConfigException when the address makes no sense. The message holds no secret.
     * @throws StoreException when this machine cannot have such a store.
     */
    @Throws(AuthException::class)
    public fun open(location: TokenStoreLocation): TokenStore
}
