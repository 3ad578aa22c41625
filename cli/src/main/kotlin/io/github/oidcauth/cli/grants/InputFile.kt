// Tested by GrantTokensTest.
package io.github.oidcauth.cli.grants

import io.github.oidcauth.HomePath
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.onDaemonThread
import io.github.oidcauth.cli.onOneLine
import java.io.IOException
import java.io.InputStream
import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import kotlin.io.path.isDirectory

/**
 * A file that [option] names and that another program has written: an assertion, or a token to exchange. `-` is standard input.
 * Its rights are those that the other program chose; a platform that mounts such a token may let a group read it.
 */
internal class InputFile(
    private val option: String,
    private val name: String,
    private val stdin: InputStream,
) {
    val isStandardInput: Boolean = name == STANDARD_INPUT
    private val shown = if (isStandardInput) "standard input" else name.onOneLine()

    /** Returns the content without blank space around it. @throws CommandFailure that says what to do. */
    suspend fun text(): String {
        val octets =
            try {
                onDaemonThread("input-file") { if (isStandardInput) stdin.readNBytes(MAX_OCTETS + 1) else octetsOf(path()) }
            } catch (_: NoSuchFileException) {
                throw CommandFailure("There is no file $shown, which $option names.")
            } catch (e: IOException) {
                throw CommandFailure("$shown, which $option names, cannot be read (${e.javaClass.simpleName}).")
            }
        if (octets.size > MAX_OCTETS) throw CommandFailure("The content of $shown is too long for $option.")
        val text =
            try {
                octets.decodeToString(throwOnInvalidSequence = true).trim()
            } catch (_: CharacterCodingException) {
                throw CommandFailure("The content of $shown is not UTF-8 text, so it is not what $option needs.")
            }
        if (text.isEmpty()) throw CommandFailure("$shown, which $option names, is empty.")
        return text
    }

    /** Returns the content if it is one token: printable characters without blank space. @throws CommandFailure otherwise. */
    suspend fun token(): String {
        val text = text()
        if (text.all { it in '!'..'~' }) return text
        throw CommandFailure("The content of $shown is not one token, which $option needs: printable characters, without blanks.")
    }

    private fun path(): Path =
        try {
            HomePath.of(name)
        } catch (_: InvalidPathException) {
            throw CommandFailure("$option does not name a file: $shown is not a path on this system.")
        }

    private fun octetsOf(path: Path): ByteArray {
        if (path.isDirectory()) throw CommandFailure("$shown is a directory. $option names a file.")
        return Files.newInputStream(path).use { it.readNBytes(MAX_OCTETS + 1) }
    }

    companion object {
        const val STANDARD_INPUT: String = "-"
        private const val MAX_OCTETS = 262_144
    }
}
