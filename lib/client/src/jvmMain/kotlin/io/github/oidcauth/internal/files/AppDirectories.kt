package io.github.oidcauth.internal.files

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.text.printable
import net.harawata.appdirs.AppDirsFactory
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path

/** The cache directories of applications: the same as `platformdirs.user_cache_path` of Python. */
internal class AppDirectories(
    private val environment: Environment,
    private val osName: String,
    private val userHome: String,
) {
    /**
     * Returns the cache directory of [appName]: `$XDG_CACHE_HOME/<app>` when that variable is an absolute path, `~/.cache/<app>`
     * on Linux and other Unixes, `~/Library/Caches/<app>` on macOS, `%LOCALAPPDATA%\<app>\<app>\Cache` on Windows.
     *
     * `AppDirs` is used for the known folders of Windows. On other systems it takes the home directory from the user database,
     * not from `HOME`, and would not find the tokens of a Python client with another `HOME`.
     *
     * @throws InvalidConfigException when [appName] is not a valid directory name, or not on this system.
     * @throws StoreException when the home directory is needed and not known.
     */
    fun cache(appName: String): Path {
        requireName(appName)
        return try {
            below(appName)
        } catch (_: InvalidPathException) {
            throw InvalidConfigException(
                "This system has no names such as that of the cache directory of ${appName.printable()}. " +
                    "Choose another app name, or use a UTF-8 locale if the name of the directory has letters beyond ASCII.",
            )
        }
    }

    /**
     * Returns the home directory that [cache] needs if it does not exist, else null. Only the system creates home directories.
     */
    fun missingHome(): Path? {
        if (osName.startsWith("Windows") || environment["XDG_CACHE_HOME"]?.startsWith("/") == true) return null
        return try {
            Path.of(home()).takeUnless { it.isAbsolute && Files.isDirectory(it) }
        } catch (_: InvalidPathException) {
            null
        }
    }

    private fun home(): String = environment["HOME"]?.takeIf { it.startsWith("/") } ?: userHome

    private fun below(appName: String): Path {
        if (osName.startsWith("Windows")) return Path.of(AppDirsFactory.getInstance().getUserCacheDir(appName, null, appName))
        val xdg = environment["XDG_CACHE_HOME"]?.takeIf { it.startsWith("/") }
        if (xdg != null) return Path.of(xdg, appName)
        val home = home()
        // Java returns "?" for the home of a user without a name. Relative to it, tokens would be stored in the current
        // directory.
        if (!home.startsWith("/")) {
            throw StoreException(
                "Your home directory is not known, so tokens cannot be stored. " +
                    "Set HOME or XDG_CACHE_HOME to a directory of yours, or name a token file.",
            )
        }
        return if (osName.startsWith("Mac")) Path.of(home, "Library", "Caches", appName) else Path.of(home, ".cache", appName)
    }

    private fun requireName(appName: String) {
        val valid =
            appName.isNotBlank() && appName != "." && ".." !in appName && appName.none { it in "/\\:" || it.isISOControl() }
        if (!valid) {
            throw InvalidConfigException(
                "The app name must be a valid name of a directory: not empty, without '/', '\\', ':' and '..', " +
                    "for example py-oidc-auth.",
            )
        }
    }

    companion object {
        /** The directories of the user that runs this process. */
        val SYSTEM: AppDirectories
            get() = of { System.getenv(it) }

        /** Returns the directories for [environment] on this system. */
        fun of(environment: Environment): AppDirectories =
            AppDirectories(environment, System.getProperty("os.name"), System.getProperty("user.home"))
    }
}
