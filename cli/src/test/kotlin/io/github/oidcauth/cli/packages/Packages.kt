package io.github.oidcauth.cli.packages

import io.github.oidcauth.cli.CommandProcess
import io.github.oidcauth.cli.Result
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createDirectories
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeText

/** The files that the profile `dist` makes, for its tests. */
internal object Packages {
    val folder: Path = Path.of(System.getProperty("oidcauth.packages"))

    /** Returns the one file whose name begins with `oidc-auth` and matches [glob]. */
    fun file(glob: String): Path = folder.listDirectoryEntries("oidc-auth$glob").single()

    /** Runs [command] with a PATH on which there is no Java, and only these variables beside it. */
    fun run(
        command: List<String>,
        environment: Map<String, String> = emptyMap(),
    ): Result = CommandProcess.start(
        command,
        mapOf("PATH" to "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL" to "C.UTF-8") + environment,
    ).use {
        it.result()
    }

    /** Runs a program of the system, which must succeed, and returns its output. */
    fun tool(vararg command: String): String {
        val result = run(command.toList())
        check(result.exitCode == 0) { "${command.toList()}: $result" }
        return result.stdout
    }

    /** Returns a token file in [place] with a token for `https://a.example`. */
    fun tokenFile(place: Path): Path {
        val file = place.createDirectories().resolve("token-store.json")
        file.writeText(
            """{"https://a.example": {"token": {"access_token": "the-token", "token_type": "Bearer", "expires": 4102444800}}}""",
        )
        file.setPosixFilePermissions(PosixFilePermissions.fromString("rw-------"))
        return file
    }
}
