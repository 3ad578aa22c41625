// Tested by PyAuthFlowImportTest.
package io.github.oidcauth.cli

import io.github.oidcauth.HomePath
import io.github.oidcauth.cli.framework.CommandFailure
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import java.io.IOException
import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.NoSuchFileException
import java.nio.file.Path

/**
 * The file in which PyAuthFlow keeps tokens. It is read and never changed. By client and issuer, whose digest is the name of a
 * member, and by scope, it has one object for each token:
 *
 *     { "<sha256 of client|issuer>": { "openid profile": { "access_token": …, "refresh_token": …, "client_id": …, "issuer": … } } }
 */
internal class PyAuthFlowFile(
    private val name: String,
) {
    private val shown = name.onOneLine()

    /** Returns what is stored, entry by entry. @throws UnreadableImportException that says what is wrong with the file. */
    fun entries(): List<PyAuthFlowEntry> {
        val clients = parsed() as? JsonObject ?: throw notAStore("it is not a JSON object")
        if (clients.isNotEmpty() && clients.keys.none(DIGEST::matches)) {
            throw notAStore("none of its members has a name as PyAuthFlow gives them")
        }
        return clients.flatMap { (key, scopes) ->
            if (scopes is JsonObject) {
                scopes.map { (scope, entry) -> PyAuthFlowEntry.of(key, scope, entry) }
            } else {
                throw notAStore("its member ${key.onOneLine().take(MAX_SHOWN)} is not an object of scopes")
            }
        }
    }

    private fun parsed(): JsonElement {
        val text = text()
        if (nesting(text) > MAX_NESTING) throw notAStore("it is nested deeper than $MAX_NESTING levels")
        return try {
            Json.parseToJsonElement(text)
        } catch (_: SerializationException) {
            // The message of the exception repeats what is in the file.
            throw notAStore("it is not JSON, or damaged")
        }
    }

    private fun text(): String {
        val octets =
            try {
                octetsOf(path())
            } catch (_: NoSuchFileException) {
                throw UnreadableImportException(
                    "There is no file $shown. PyAuthFlow keeps tokens in $DEFAULT; name another FILE.",
                )
            } catch (e: IOException) {
                throw UnreadableImportException("$shown cannot be read (${e.javaClass.simpleName}).")
            }
        return try {
            octets.decodeToString(throwOnInvalidSequence = true)
        } catch (_: CharacterCodingException) {
            throw notAStore("it is not UTF-8 text")
        }
    }

    private fun path(): Path =
        try {
            HomePath.of(name)
        } catch (_: InvalidPathException) {
            throw UnreadableImportException("FILE does not name a file: $shown is not a path on this system.")
        }

    private fun octetsOf(path: Path): ByteArray {
        if (Files.exists(path) && !Files.isRegularFile(path)) throw notAStore("it is not a regular file")
        val octets = Files.newInputStream(path).use { it.readNBytes(MAX_OCTETS + 1) }
        if (octets.size > MAX_OCTETS) throw notAStore("it has more than ${MAX_OCTETS shr 20} MiB")
        return octets
    }

    /** Returns how deep the brackets of [text] are nested at most, those in strings left out. */
    private fun nesting(text: String): Int {
        var depth = 0
        var deepest = 0
        var isInString = false
        var isEscaped = false
        for (character in text) {
            when {
                isEscaped -> isEscaped = false
                isInString && character == '\\' -> isEscaped = true
                character == '"' -> isInString = !isInString
                isInString -> Unit
                character == '{' || character == '[' -> deepest = maxOf(deepest, ++depth)
                character == '}' || character == ']' -> depth--
            }
        }
        return deepest
    }

    private fun notAStore(why: String) =
        UnreadableImportException(
            "$shown is not a token store of PyAuthFlow: $why. It was not changed, and nothing was imported.",
        )

    companion object {
        /** The only place in which PyAuthFlow keeps tokens. */
        const val DEFAULT: String = "~/.pyauthflow_token_store.json"

        private val DIGEST = Regex("[0-9a-f]{64}")
        private const val MAX_OCTETS = 16 shl 20
        private const val MAX_NESTING = 100
        private const val MAX_SHOWN = 80
    }
}

/** Thrown when the file of another program cannot be imported. [message] says why. */
internal class UnreadableImportException(
    message: String,
) : CommandFailure(message)
