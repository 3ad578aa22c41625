package io.github.oidcauth.internal.assembly

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.files.AppDirectories
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.tokenfile.NamedTokenFile
import java.nio.file.Path

/** Store of a process without a home directory: one for all configurations, as a file would be. */
private val memory = InMemoryTokenStore()

/**
 * Returns the store in the file that the environment variable [variable] names, or in the file of [appName], which the Python
 * client uses, too.
 * Without a home directory, tokens stay in memory, and a notice reports that.
 */
internal fun defaultStore(
    environment: Environment,
    appName: String,
    variable: String,
    notices: StoreNotices,
): TokenStore {
    val named = environment[variable]?.takeIf { it.isNotBlank() }
    if (named != null) return NamedTokenFile.open(named.trim(), variable, notices)
    val missing = AppDirectories.of(environment).missingHome() ?: return FileTokenStore.forApp(appName, notices)
    notices.report(inMemory(missing, variable))
    return memory
}

private fun inMemory(
    home: Path,
    variable: String,
): String =
    "The home directory ${home.printable()} does not exist, so tokens are kept in memory only and are lost when this " +
        "program ends. " +
        "Set HOME or XDG_CACHE_HOME to a directory of yours, or $variable to a token file."
