package io.github.oidcauth.cli

import io.github.oidcauth.AuthException
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.HomePath
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.TokenStore
import io.github.oidcauth.TokenStoreLocation
import java.nio.file.InvalidPathException
import java.nio.file.Path

/** The store of one run of the command: the one that the user names, or the token file that `authenticate` would use too. */
internal class StoreChoice private constructor(
    val store: TokenStore,
    private val reason: String,
    private val open: (String) -> TokenStore,
) {
    /** Returns the store with the address [address], for the same application. */
    fun openOther(address: String): TokenStore = open(address)

    override fun toString(): String =
        if (store is FileTokenStore) "Token file: ${store.path} ($reason)" else "Token store: $store ($reason)"

    companion object {
        private const val STORE_VARIABLE = "OIDC_TOKEN_STORE"
        private const val FILE_VARIABLE = "OIDC_TOKEN_FILE"

        /**
         * Returns the choice of the user. @throws AuthException if the value that the user set, with [option] or in the
         * environment, cannot be a store. [place] is where [option] is from.
         */
        fun of(
            environment: (String) -> String?,
            option: String?,
            appName: String,
            notices: StoreNotices,
            place: String = "--store",
        ): StoreChoice {
            val open = { address: String -> TokenStoreLocation(address, appName, notices, environment).open() }
            if (option != null) return StoreChoice(open(option), "named by $place", open)
            environment(STORE_VARIABLE)?.takeIf { it.isNotBlank() }?.let {
                return StoreChoice(open(it.trim()), "named by $STORE_VARIABLE", open)
            }
            environment(FILE_VARIABLE)?.takeIf { it.isNotBlank() }?.let {
                pathOf(it.trim(), FILE_VARIABLE)
                return StoreChoice(open("file:${it.trim()}"), "named by $FILE_VARIABLE", open)
            }
            return StoreChoice(FileTokenStore.forApp(appName, notices), "the cache directory of $appName", open)
        }

        /** Returns the path in [text], which the user gave as [name]. @throws StoreException if it is not a path. */
        fun pathOf(
            text: String,
            name: String,
        ): Path =
            try {
                HomePath.of(text)
            } catch (e: InvalidPathException) {
                throw StoreException("$name does not name a file: its value is not a path on this system.", e)
            }
    }
}
