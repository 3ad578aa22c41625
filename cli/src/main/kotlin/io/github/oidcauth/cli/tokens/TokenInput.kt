// Tested by TokenInputTest.
package io.github.oidcauth.cli.tokens

import io.github.oidcauth.HomePath
import io.github.oidcauth.Token
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.onDaemonThread
import io.github.oidcauth.cli.onOneLine
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import java.io.IOException
import java.io.InputStream
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.NoSuchFileException

/**
 * A token in a file or from standard input (`-`), never from an argument: a bare token, a header of `token --header`, or the JSON of
 * `login --json`.
 */
internal class TokenInput(
    private val name: String,
    private val stdin: InputStream,
) {
    private val shown = if (name == STANDARD_INPUT) "standard input" else name.onOneLine()

    /** Returns the access token, and the ID token if the input has one. @throws UnusableTokenException if there is none. */
    suspend fun read(): Token {
        val text = onDaemonThread("token-input") { text() }.trim()
        return (if (text.startsWith('{')) json(text) else bare(text))
            ?: throw UnusableTokenException("There is no token in $shown.")
    }

    private fun bare(text: String): Token? {
        val token = text.removePrefix(HEADER).trim().substringAfterLast(' ')
        return if ('\n' in text) null else tokenOf(token, null)
    }

    private fun json(text: String): Token? =
        try {
            val members = if (JwtContent.isTooDeep(text)) null else Json.parseToJsonElement(text) as? JsonObject
            members?.text("access_token")?.let { tokenOf(it, members.text("id_token")) }
        } catch (_: SerializationException) {
            // The message of the exception repeats what is in the file.
            null
        }

    private fun tokenOf(
        accessToken: String,
        idToken: String?,
    ): Token? = if (accessToken.isEmpty() ||
        accessToken.any { it !in '!'..'~' }
    ) {
        null
    } else {
        Token(accessToken) { this.idToken = idToken }
    }

    private fun JsonObject.text(member: String): String? = (this[member] as? JsonPrimitive)?.takeIf { it.isString }?.contentOrNull

    private fun text(): String =
        try {
            val octets = if (name == STANDARD_INPUT) stdin.readNBytes(MAX + 1) else ofFile()
            if (octets.size > MAX) throw UnusableTokenException("The content of $shown is too long for a token.")
            octets.decodeToString()
        } catch (_: NoSuchFileException) {
            throw UnusableTokenException("There is no file $shown. Name the file of the token, or - for standard input.")
        } catch (e: IOException) {
            throw UnusableTokenException("$shown cannot be read (${e.javaClass.simpleName}).")
        } catch (_: InvalidPathException) {
            throw UnusableTokenException("$shown is not a path on this system.")
        }

    private fun ofFile(): ByteArray = Files.newInputStream(HomePath.of(name)).use { it.readNBytes(MAX + 1) }

    companion object {
        const val STANDARD_INPUT: String = "-"
        private const val HEADER = "Authorization:"
        private const val MAX = 256 shl 10

        /** Returns true if [word] names standard input or a file, and not a host. */
        fun isNamedBy(word: String): Boolean =
            word == STANDARD_INPUT || listOf("/", "./", "../", "~/").any { word.startsWith(it) }
    }
}

/** Thrown when no token can be read from the input that the user named. [message] says what to do. */
internal class UnusableTokenException(
    message: String,
) : CommandFailure(message)
