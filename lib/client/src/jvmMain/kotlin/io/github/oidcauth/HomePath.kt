package io.github.oidcauth

import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.files.printable
import java.nio.file.Path

/**
 * Resolves paths in which a first element `~` is the home directory of the user, as in variables and options that no shell
 * has expanded. `./~` is the directory of that name; `~name` is not replaced. Thread-safe; does not access the file system.
 */
public object HomePath {
    private const val HOME_SIGN = "~"

    /**
     * Returns the path that [text] names. The home directory is `HOME` if that is an absolute path, else the one that Java
     * reports as `user.home`.
     *
     * @throws java.nio.file.InvalidPathException if [text] is not a path on this system.
     * @throws StoreException as [resolved] does.
     */
    @JvmStatic
    public fun of(text: String): Path = resolved(Path.of(text))

    /**
     * Returns [path] with the home directory in the place of a first element `~`.
     *
     * @throws StoreException if the home directory is not known: a file is never looked for in a directory named `~`.
     */
    @JvmStatic
    public fun resolved(path: Path): Path =
        if (beginsAtHome(path)) resolved(path, ProcessEnvironment, System.getProperty("user.home")) else path

    internal fun resolved(
        path: Path,
        environment: Environment,
        userHome: String,
    ): Path {
        if (!beginsAtHome(path)) return path
        // Java reports the home of a user without a name as "?".
        val text = environment["HOME"]?.takeIf { it.startsWith("/") } ?: userHome
        val home = Path.of(text).takeIf { it.isAbsolute } ?: throw unknown(path)
        return if (path.nameCount == 1) home else home.resolve(path.subpath(1, path.nameCount))
    }

    private fun unknown(path: Path) =
        StoreException(
            "Your home directory is not known, so ${path.printable()} cannot be found. Set HOME to a directory of yours, " +
                "or write the whole path; ./~ is a directory of that name.",
        )

    private fun beginsAtHome(path: Path): Boolean =
        !path.isAbsolute && path.nameCount > 0 && path.getName(0).toString() == HOME_SIGN
}
