// Tested by StoreCheckTest.
package io.github.oidcauth.cli.doctor

import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import java.io.IOException
import java.nio.charset.MalformedInputException
import java.nio.file.Files
import java.nio.file.Path

/** The number of entries in a token file, whose format `docs/token-file.md` describes. No token is kept. */
internal class StoreContent private constructor(
    /** A description, such as `3 tokens, encrypted`. */
    val text: String,
) {
    companion object {
        private const val MAX_BYTES = 33_554_432L

        /** Returns the content of [path], or null if it is neither JSON nor a single bare token. */
        fun of(path: Path): StoreContent? {
            if (Files.size(path) > MAX_BYTES) return StoreContent("too large to be read")
            val text =
                try {
                    Files.readString(path)
                } catch (_: MalformedInputException) {
                    return null
                } catch (e: IOException) {
                    return StoreContent("unreadable (${e.javaClass.simpleName})")
                }
            if (text.isBlank()) return StoreContent("empty")
            val document =
                try {
                    Json.parseToJsonElement(text) as? JsonObject
                } catch (_: SerializationException) {
                    null
                }
            return if (document == null) bareToken(text) else StoreContent(describe(document))
        }

        private fun bareToken(text: String): StoreContent? =
            if (BARE.matches(text)) StoreContent("one bare token, read-only") else null

        private fun describe(document: JsonObject): String {
            if ("access_token" in document) return "a single token"
            val entries = document.values.filterIsInstance<JsonObject>().mapNotNull { it["token"] as? JsonObject }
            val sealed = entries.count { "sealed" in it }
            val tokens = if (entries.size == 1) "1 token" else "${entries.size} tokens"
            return when (sealed) {
                0 -> "$tokens, not encrypted"
                entries.size -> "$tokens, encrypted"
                else -> "$tokens, $sealed of them encrypted"
            }
        }

        private val BARE = Regex("[A-Za-z0-9._~+/=-]+\\s*")
    }
}
