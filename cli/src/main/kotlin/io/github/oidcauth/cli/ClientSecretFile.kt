package io.github.oidcauth.cli

import com.sun.security.auth.module.UnixSystem
import io.github.oidcauth.HomePath
import kotlinx.coroutines.suspendCancellableCoroutine
import java.io.IOException
import java.io.InputStream
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.attribute.PosixFileAttributes
import java.nio.file.attribute.PosixFilePermission
import java.nio.file.attribute.PosixFilePermissions
import kotlin.concurrent.thread

/**
 * The file that a client's secret is in: one line. `-` is standard input. A secret is never an argument, where every user of the
 * machine can read it (`ps`), and the shell remembers it.
 */
internal class ClientSecretFile(
    private val name: String,
    private val stdin: InputStream,
) {
    private val isStandardInput = name == STANDARD_INPUT
    private val shown = if (isStandardInput) "standard input" else name.onOneLine()

    /** @throws UnusableSecretException that says what to do. */
    suspend fun read(): String {
        val octets =
            try {
                readOnDaemonThread { if (isStandardInput) stdin.readNBytes(MAX_OCTETS + 1) else octetsOf(path()) }
            } catch (_: NoSuchFileException) {
                throw UnusableSecretException("There is no file $shown.")
            } catch (e: IOException) {
                throw UnusableSecretException("The client secret cannot be read from $shown (${e.javaClass.simpleName}).")
            }
        return secretIn(octets)
    }

    /** A pipe may never bring anything, and no interrupt ends that; a process that is told to end does not wait for it. */
    private suspend fun readOnDaemonThread(read: () -> ByteArray): ByteArray =
        suspendCancellableCoroutine { continuation ->
            thread(isDaemon = true, name = "client-secret") { continuation.resumeWith(runCatching(read)) }
        }

    private fun path(): Path =
        try {
            HomePath.of(name)
        } catch (_: InvalidPathException) {
            throw UnusableSecretException("--client-secret-file does not name a file: $shown is not a path on this system.")
        }

    private fun octetsOf(path: Path): ByteArray {
        if (Files.isDirectory(path)) throw UnusableSecretException("$shown is a directory. The client secret is in a file.")
        refuseOpenToOthers(path)
        return Files.newInputStream(path).use { it.readNBytes(MAX_OCTETS + 1) }
    }

    /** As ssh does with private keys: one's own file is refused. A file of another owner is as that owner wants it. */
    private fun refuseOpenToOthers(path: Path) {
        if ("posix" !in path.fileSystem.supportedFileAttributeViews()) return
        val attributes = Files.readAttributes(path, PosixFileAttributes::class.java)
        if (!attributes.isRegularFile || !isOurs(path)) return
        val rights = attributes.permissions()
        if (rights.none { it in OF_OTHERS }) return
        val word = shellWord(name)
        throw UnusableSecretException(
            "The client secret in $shown can be read or written by others (${PosixFilePermissions.toString(rights)}), so it is " +
                "not used. Run `chmod 600 $word`, or where you cannot, pass it as `--client-secret-file - < $word`.",
        )
    }

    private fun isOurs(path: Path): Boolean =
        try {
            (Files.getAttribute(path, "unix:uid") as Int).toLong() == UnixSystem().uid
        } catch (_: LinkageError) {
            // A Java without the module jdk.security.auth: the stricter way.
            true
        }

    private fun secretIn(octets: ByteArray): String {
        if (octets.size > MAX_OCTETS) throw UnusableSecretException("What is in $shown is too long for a client secret.")
        val text =
            try {
                Charsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString()
            } catch (_: CharacterCodingException) {
                throw UnusableSecretException("What is in $shown is no text in UTF-8, so it is no client secret.")
            }
        val secret = text.removeSuffix("\n").removeSuffix("\r")
        if (secret.isEmpty()) throw UnusableSecretException("There is no client secret in $shown: it is empty.")
        if (secret.any { it.isISOControl() }) {
            throw UnusableSecretException("What is in $shown is more than the one line that a client secret is.")
        }
        return secret
    }

    private companion object {
        const val STANDARD_INPUT = "-"
        const val MAX_OCTETS = 65_536
        val OF_OTHERS = PosixFilePermission.entries.filterNot { it.name.startsWith("OWNER_") }.toSet()

        fun shellWord(text: String): String =
            if (text.isNotEmpty() &&
                text.all { it.isLetterOrDigit() || it in "/._-" }
            ) {
                text
            } else {
                "'" + text.onOneLine().replace("'", "'\\''") + "'"
            }
    }
}

/** There is no secret to be had from where the user said. [message] says what to do. */
internal class UnusableSecretException(
    override val message: String,
) : Exception(message)
