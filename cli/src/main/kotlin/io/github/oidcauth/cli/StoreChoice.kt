package io.github.oidcauth.cli

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import java.nio.file.InvalidPathException
import java.nio.file.Path

/** The token file that everything in one run of the command acts on: the one that `authenticate` would use, too. */
internal class StoreChoice private constructor(
    val store: FileTokenStore,
    private val reason: String,
) {
    override fun toString(): String = "${store.path} ($reason)"

    companion object {
        private const val VARIABLE = "OIDC_TOKEN_FILE"

        /** @throws StoreException, InvalidConfigException when what the person named cannot be a file. */
        fun of(
            environment: (String) -> String?,
            appName: String,
            notices: StoreNotices,
        ): StoreChoice {
            val named = environment(VARIABLE)?.takeIf { it.isNotBlank() }
            return if (named == null) {
                StoreChoice(FileTokenStore.forApp(appName, notices), "the cache directory of $appName")
            } else {
                StoreChoice(FileTokenStore(pathOf(named), notices), "named by $VARIABLE")
            }
        }

        private fun pathOf(text: String): Path =
            try {
                Path.of(text)
            } catch (e: InvalidPathException) {
                throw StoreException("$VARIABLE does not name a file: its value is not a path on this system.", e)
            }
    }
}
