package io.github.oidcauth.cli.startup

import io.github.oidcauth.StoredAccessToken
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.ProcessContext
import io.github.oidcauth.cli.ResultDescriptor
import io.github.oidcauth.cli.Results
import java.io.FileOutputStream
import java.io.IOException
import java.nio.file.InvalidPathException
import java.nio.file.Path

/**
 * Prints a cached token for `token HOST`, before the rest of the program is loaded: parser, coroutines, serialization and HTTP
 * take several times as long as the token. The token is found by the classes of the token store.
 */
internal object CachedToken {
    /** Returns the exit code, or null if nothing was printed and the whole program must run. */
    fun print(arguments: Array<String>): Int? {
        val environment = System.getenv()
        val line = TokenLine.of(arguments, environment) ?: return null
        if (UserSettings(environment, System.getProperty("user.home")).mayExist()) return null
        val token = find(line) ?: return null
        return try {
            Results.write(token, FileOutputStream(ResultDescriptor.of(System.getProperty(ResultDescriptor.PROPERTY))))
            ExitCode.SUCCESS
        } catch (e: IOException) {
            Results.exitCode(e, ProcessContext.ofProcess(arguments.toList()).stderr)
        }
    }

    private fun find(line: TokenLine): String? {
        val file = line.file ?: return StoredAccessToken.find(line.host)
        return try {
            StoredAccessToken.find(line.host, Path.of(file))
        } catch (_: InvalidPathException) {
            null
        }
    }
}
