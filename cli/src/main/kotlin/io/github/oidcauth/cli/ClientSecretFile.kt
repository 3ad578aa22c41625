// Tested by IssuerLoginTest.
package io.github.oidcauth.cli

import com.sun.security.auth.module.UnixSystem
import io.github.oidcauth.HomePath
import io.github.oidcauth.cli.framework.CommandFailure
import java.io.IOException
import java.io.InputStream
import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.attribute.PosixFileAttributes
import java.nio.file.attribute.PosixFilePermission
import java.nio.file.attribute.PosixFilePermissions

/**
 * The file that contains a client's secret, one line, or its private key. `-` is standard input. A secret is never an argument,
 * because every user of the machine can read arguments (`ps`), and the shell stores them in its history.
 */
internal class ClientSecretFile(
    private val name: String,
    private val stdin: InputStream,
    private val option: String = "--client-secret-file",
    /** The name of the content in messages. */
    private val content: String = "client secret",
) {
    private val isStandardInput = name == STANDARD_INPUT
    private val shown = if (isStandardInput) "standard input" else name.onOneLine()

    /** Returns the secret. @throws UnusableSecretException that says what to do. */
    suspend fun read(): String = secretIn(readText())

    /** Returns the content, which may have several lines. @throws UnusableSecretException that says what to do. */
    suspend fun readText(): String = textOf(octets())

    private suspend fun octets(): ByteArray =
        try {
            onDaemonThread("client-secret") { if (isStandardInput) stdin.readNBytes(MAX_OCTETS + 1) else octetsOf(path()) }
        } catch (_: NoSuchFileException) {
            throw UnusableSecretException("There is no file $shown.")
        } catch (e: IOException) {
            throw UnusableSecretException("The $content cannot be read from $shown (${e.javaClass.simpleName}).")
        }

    private fun path(): Path =
        try {
            HomePath.of(name)
        } catch (_: InvalidPathException) {
            throw UnusableSecretException("$option does not name a file: $shown is not a path on this system.")
        }

    private fun octetsOf(path: Path): ByteArray {
        if (Files.isDirectory(path)) throw UnusableSecretException("$shown is a directory. The $content is in a file.")
        refuseOpenToOthers(path)
        return Files.newInputStream(path).use { it.readNBytes(MAX_OCTETS + 1) }
    }

    /** Refuses an own file that others may read, as ssh does with private keys. A file of another owner is accepted as it is. */
    private fun refuseOpenToOthers(path: Path) {
        if ("posix" !in path.fileSystem.supportedFileAttributeViews()) return
        val attributes = Files.readAttributes(path, PosixFileAttributes::class.java)
        if (!attributes.isRegularFile || !isOurs(path)) return
        val rights = attributes.permissions()
        if (rights.none { it in OF_OTHERS }) return
        val word = shellWord(name)
        throw UnusableSecretException(
            "The $content in $shown can be read or written by others (${PosixFilePermissions.toString(rights)}), so it is " +
                "not used. Run `chmod 600 $word`, or where you cannot, pass it as `$option - < $word`.",
        )
    }

    private fun isOurs(path: Path): Boolean =
        try {
            (Files.getAttribute(path, "unix:uid") as Int).toLong() == UnixSystem().uid
        } catch (_: LinkageError) {
            // A Java without the module jdk.security.auth: the stricter check applies.
            true
        }

    private fun textOf(octets: ByteArray): String {
        if (octets.size > MAX_OCTETS) throw UnusableSecretException("The content of $shown is too long for a $content.")
        val text =
            try {
                octets.decodeToString(throwOnInvalidSequence = true)
            } catch (_: CharacterCodingException) {
                throw UnusableSecretException("The content of $shown is not UTF-8 text, so it is not a $content.")
            }
        if (text.isBlank()) throw UnusableSecretException("There is no $content in $shown: it is empty.")
        return text
    }

    private fun secretIn(text: String): String {
        val secret = text.removeSuffix("\n").removeSuffix("\r")
        if (secret.any { it.isISOControl() }) {
            throw UnusableSecretException("The content of $shown has more than one line. A client secret is one line.")
        }
        return secret
    }

    private companion object {
        const val STANDARD_INPUT = "-"
        const val MAX_OCTETS = 65_536
        val OF_OTHERS = PosixFilePermission.entries.filterNot { it.name.startsWith("OWNER_") }.toSet()

        fun shellWord(text: String): String {
            val isPlain = text.isNotEmpty() && text.all { it.isLetterOrDigit() || it in "/._-" }
            return if (isPlain) text else "'" + text.onOneLine().replace("'", "'\\''") + "'"
        }
    }
}

/** Thrown when the secret cannot be read from the file that the user named. [message] says what to do. */
internal class UnusableSecretException(
    message: String,
) : CommandFailure(message)
