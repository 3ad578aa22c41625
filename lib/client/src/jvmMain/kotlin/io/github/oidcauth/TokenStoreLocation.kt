package io.github.oidcauth

import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokenfile.StoreProviders

/**
 * Where tokens are to be kept, by an address that a [TokenStoreProvider] on the class path understands:
 * `TokenStoreLocation("keyring").open()`. `file`, the token file of the cache directory, and `file:PATH` are always understood.
 *
 * An immutable value. [address] may hold a password; [toString] does not show it.
 */
public class TokenStoreLocation
    @JvmOverloads
    constructor(
        /** The address as it was written, such as `rediss://worker:secret@tokens.example.com` or `keyring`. */
        public val address: String,
        /** Whose tokens they are: the cache directory of a store that keeps a file, see [FileTokenStore.forApp]. */
        public val appName: String = FileTokenStore.DEFAULT_APP_NAME,
        /** Hears what the store has to tell a user. */
        public val notices: StoreNotices = StoreNotices.LOG,
        /** The variables of the environment, which may hold what has no place in an address. */
        public val environment: (String) -> String? = System::getenv,
    ) {
        /** What [address] begins with, up to the first colon, in lower case; all of it when there is no colon. */
        public val scheme: String = address.substringBefore(':').lowercase()

        /**
         * The store. Nothing is read, made or called before it is used.
         *
         * @throws InvalidConfigException when no provider knows the [scheme], or the address makes no sense to it.
         * @throws StoreException when this machine cannot have such a store.
         */
        @Throws(AuthException::class)
        public fun open(): TokenStore {
            val known = StoreProviders.all()
            val provider = known.find { scheme in it.schemes } ?: throw unknown(known.flatMap { it.schemes })
            return provider.open(this)
        }

        override fun toString(): String = if (':' in address) "${scheme.printable()}:██" else scheme.printable()

        private fun unknown(schemes: List<String>): InvalidConfigException {
            val offer = if (schemes.isEmpty()) "none" else schemes.sorted().joinToString()
            return InvalidConfigException(
                "There is no token store of the kind ${scheme.printable(max = 40)}. This program has: $offer.",
            )
        }
    }
