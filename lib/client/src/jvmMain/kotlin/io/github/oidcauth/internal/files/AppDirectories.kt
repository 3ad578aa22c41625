package io.github.oidcauth.internal.files

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.text.printable
import net.harawata.appdirs.AppDirsFactory
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path

/** The directories in which applications keep what they can get again: those of `platformdirs.user_cache_path` of Python. */
internal class AppDirectories(
    private val environment: Environment,
    private val osName: String,
    private val userHome: String,
    /** The cache directory of an application on Windows. Replaced by tests. */
    private val windowsCache: ((String) -> String)? = null,
) {
    /**
     * Returns `$XDG_CACHE_HOME/<app>` when that variable holds an absolute path or one that begins with `~`, `~/.cache/<app>` on Linux and other Unixes,
     * `~/Library/Caches/<app>` on macOS, `%LOCALAPPDATA%\<app>\<app>\Cache` on Windows.
     *
     * `AppDirs` knows the known folders of Windows. Elsewhere it takes the home directory from the user database, not from
     * `HOME`, and would not find what a Python client with another `HOME` keeps.
     *
     * @throws InvalidConfigException when [appName] is not the name of a directory, or none that this system can have.
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
        if (osName.startsWith("Windows")) return Path.of(onWindows(appName))
        val xdg = environment["XDG_CACHE_HOME"]
        if (xdg?.startsWith("/") == true) return Path.of(xdg, appName)
        val home = home()
        // Java returns "?" for the home of a user without a name. Relative to it, tokens would be stored in the current
        // directory.
        if (!home.startsWith("/")) {
            throw StoreException(
                "Your home directory is not known, so tokens cannot be stored. " +
                    "Set HOME or XDG_CACHE_HOME to a directory of yours, or name a token file.",
            )
        }
        // A shell does not expand it in every place where a variable is set, such as a unit of systemd.
        if (xdg == "~" || xdg?.startsWith("~/") == true) return Path.of(home + xdg.substring(1), appName)
        return if (osName.startsWith("Mac")) Path.of(home, "Library", "Caches", appName) else Path.of(home, ".cache", appName)
    }

    /**
     * A program may leave JNA out, by which `AppDirs` asks Windows. The variable names the same folder in a session of a user.
     */
    private fun onWindows(appName: String): String =
        try {
            windowsCache?.invoke(appName) ?: AppDirsFactory.getInstance().getUserCacheDir(appName, null, appName)
        } catch (e: LinkageError) {
            val local = environment["LOCALAPPDATA"]?.takeIf { it.isNotBlank() }
            local?.let { "$it\\$appName\\$appName\\Cache" } ?: throw StoreException(
                "Windows cannot be asked where tokens are kept, because JNA is missing, and LOCALAPPDATA is not set. " +
                    "Add net.java.dev.jna:jna-platform to the program, set LOCALAPPDATA, or name a token file.",
                e,
            )
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
            get() = of(ProcessEnvironment)

        /** Returns the directories for [environment] on this system. */
        fun of(environment: Environment): AppDirectories =
            AppDirectories(environment, System.getProperty("os.name"), System.getProperty("user.home"))
    }
}
