package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.internal.json.PythonJson
import kotlinx.serialization.json.JsonObject

/** Describes the content of a file that is not a token file, so that the user sees which file was named by mistake. */
internal object ForeignContent {
    /** Returns a description of [content] as the end of a sentence: `text that is not JSON`. It quotes nothing of the content. */
    fun of(content: ByteArray): String {
        val text =
            try {
                content.decodeToString(throwOnInvalidSequence = true)
            } catch (_: CharacterCodingException) {
                return BINARY
            }
        if ('\u0000' in text) return BINARY
        val json = PythonJson.parse(text)
        return when {
            json is JsonObject && TokenDocument.ACCESS_TOKEN in json -> "an access_token that cannot be used"

            json is JsonObject -> "JSON without a token in it"

            json != null -> "JSON that is not an object"

            text.trimStart(
                '\uFEFF',
                ' ',
                '\n',
                '\r',
                '\t',
            ).startsWith('{') -> "JSON that is damaged or cut off, and no token that can be rescued"

            else -> "text that is not JSON"
        }
    }

    private const val BINARY = "binary data"
}
