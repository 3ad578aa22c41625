package io.github.oidcauth

import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokenfile.StoreProviders
import java.util.function.Function

/**
 * The location of a token store, by an address that a [TokenStoreProvider] on the class path understands:
 * `TokenStoreLocation("keyring").open()`. `file`, the token file of the cache directory, and `file:PATH` are always
 * understood.
 *
 * An immutable value. [address] may contain a password; [toString] does not show it.
 */
public class TokenStoreLocation
    @JvmOverloads
    constructor(
        /** The address as it was written, such as `rediss://worker:secret@tokens.example.com` or `keyring`. */
        public val address: String,
        /** The application name, whose cache directory a store in a file uses, see [FileTokenStore.forApp]. */
        public val appName: String = FileTokenStore.DEFAULT_APP_NAME,
        /** The receiver of the store's messages for the user. */
        public val notices: StoreNotices = StoreNotices.LOG,
        private val environment: Function<String, String?> = Function { System.getenv(it) },
    ) {
        /** The part of [address] before the first colon, in lower case; the whole address if there is no colon. */
        public val scheme: String = address.substringBefore(':').lowercase()

        /** Returns the environment variable [name], which may contain settings that do not belong in an address, or null. */
        public fun environment(name: String): String? = environment.apply(name)

        /**
         * Returns the store. Nothing is read, created or requested before its first use.
         *
         * @throws InvalidConfigException if no provider knows the [scheme], or the address is invalid.
         * @throws StoreException if this machine cannot have such a store.
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
