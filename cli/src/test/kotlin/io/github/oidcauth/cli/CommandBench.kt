package io.github.oidcauth.cli

import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.UserInteraction
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration

/** Runs the command inside this process, with its own token file and user. */
internal class CommandBench(
    private val user: UserInteraction = SilentInteraction,
    val tokenFile: Path = TemporaryFolders.new().resolve("tokens.json"),
    private val environment: Map<String, String> = mapOf("OIDC_TOKEN_FILE" to tokenFile.toString()),
    private val stdin: String = "",
) {
    /** True if the last login was allowed to open a browser. */
    var mayOpenBrowser: Boolean? = null
        private set

    /** Makes a token file that is its owner's alone, as the command would. */
    fun write(tokens: String) {
        val permissions = PosixFilePermissions.fromString("rw-------")
        Files.createFile(tokenFile, PosixFilePermissions.asFileAttribute(permissions)).writeText(tokens)
    }

    /** Lets the access tokens in the file be [time] older than they are. */
    fun age(time: Duration) {
        val expiry = Regex("(\"expires\"\\s*:\\s*)(\\d+)")
        tokenFile.writeText(
            expiry.replace(tokenFile.readText()) { it.groupValues[1] + (it.groupValues[2].toLong() - time.inWholeSeconds) },
        )
    }

    suspend fun run(vararg arguments: String): Result {
        val stdout = ByteArrayOutputStream()
        val stderr = ByteArrayOutputStream()
        val errors = PrintStream(stderr, true)
        val process =
            ProcessContext({ environment[it] ?: WITHOUT_SETTINGS[it] }, stdout, errors, stdin.byteInputStream()) { settings ->
                mayOpenBrowser = settings.openBrowser
                object : UserInteraction by user {
                    override fun warn(message: String) = errors.println("warning: $message")
                }
            }.withEvents(arguments.toList())
        val exitCode = Program(process).run(arguments.toList())
        return Result(exitCode, stdout.toString(), stderr.toString())
    }

    private companion object {
        /** Tests do not read the settings of the user who runs them. */
        val WITHOUT_SETTINGS = mapOf("HOME" to TemporaryFolders.new().toString())
    }
}
