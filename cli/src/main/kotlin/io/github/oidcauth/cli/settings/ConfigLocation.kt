package io.github.oidcauth.cli.settings

import io.github.oidcauth.HomePath
import io.github.oidcauth.StoreException
import net.harawata.appdirs.AppDirsFactory
import java.nio.file.InvalidPathException
import java.nio.file.Path

/** The place of config.toml. */
internal class ConfigLocation(
    private val environment: (String) -> String?,
    private val osName: String = System.getProperty("os.name").orEmpty(),
    private val userHome: String = System.getProperty("user.home").orEmpty(),
    private val onWindows: (String) -> String = { AppDirsFactory.getInstance().getUserConfigDir(it, null, null) },
) {
    /** The value of [VARIABLE], or null if it is not set. */
    val named: String? get() = environment(VARIABLE)?.trim()?.takeIf { it.isNotEmpty() }

    /**
     * Returns the file that [VARIABLE] names, or `config.toml` in the directory of this command: below `$XDG_CONFIG_HOME` if that
     * is an absolute path or begins with `~`, else below `~/.config`, `~/Library/Application Support` on macOS or
     * `%LOCALAPPDATA%` on Windows. Returns null if the home directory is not known.
     *
     * @throws ConfigFailure if the variable does not hold a path.
     */
    fun path(): Path? {
        val named = named
        return try {
            if (named != null) HomePath.of(named).toAbsolutePath() else directory()?.resolve(NAME)
        } catch (_: InvalidPathException) {
            throw ConfigFailure("$VARIABLE does not name a file: its value is not a path on this system.")
        } catch (e: StoreException) {
            throw ConfigFailure("$VARIABLE does not name a file. ${e.message}")
        }
    }

    /**
     * Returns the file [name] in the directory of this command, or null if the home directory is not known. [VARIABLE] does not
     * move it: that may name `/dev/null`, or a file in a directory of several users.
     */
    fun own(name: String): Path? = directory()?.resolve(name)

    private fun directory(): Path? {
        if (osName.startsWith("Windows")) return windowsDirectory()
        val xdg = environment("XDG_CONFIG_HOME")
        if (xdg?.startsWith("/") == true) return Path.of(xdg, APP)
        // Java reports the home of a user without a name as "?".
        val home = (environment("HOME")?.takeIf { it.startsWith("/") } ?: userHome).takeIf { it.startsWith("/") } ?: return null
        return when {
            xdg == "~" || xdg?.startsWith("~/") == true -> Path.of(home + xdg.substring(1), APP)
            osName.startsWith("Mac") -> Path.of(home, "Library", "Application Support", APP)
            else -> Path.of(home, ".config", APP)
        }
    }

    /** JNA, which AppDirs needs on Windows, may be missing. The variable names the same folder. */
    private fun windowsDirectory(): Path? =
        try {
            Path.of(onWindows(APP))
        } catch (_: LinkageError) {
            environment("LOCALAPPDATA")?.takeIf { it.isNotBlank() }?.let { Path.of(it, APP) }
        }

    companion object {
        const val VARIABLE: String = "OIDC_AUTH_CONFIG"
        const val NAME: String = "config.toml"
        private const val APP = "oidc-auth"
    }
}
