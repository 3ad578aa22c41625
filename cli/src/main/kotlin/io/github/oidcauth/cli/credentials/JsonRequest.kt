// Tested by DockerCredentialsTest and ExecCredentialTest.
package io.github.oidcauth.cli.credentials

import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** A JSON object of another program. Members with an unexpected type count as missing. */
internal class JsonRequest private constructor(
    private val members: JsonObject,
) {
    fun text(name: String): String? = (members[name] as? JsonPrimitive)?.takeIf { it.isString }?.content

    fun boolean(name: String): Boolean? =
        (members[name] as? JsonPrimitive)?.takeIf { !it.isString }?.content?.toBooleanStrictOrNull()

    fun member(name: String): JsonRequest? = (members[name] as? JsonObject)?.let(::JsonRequest)

    override fun toString(): String = "JsonRequest(${members.keys.size} members)"

    companion object {
        /** Returns the object in [text]. @throws InvalidHelperRequestException if it is none; [what] names it. */
        fun parse(
            text: String,
            what: String,
        ): JsonRequest {
            val element =
                try {
                    if (isFlat(text)) Json.parseToJsonElement(text) else null
                } catch (_: SerializationException) {
                    null
                }
            return (element as? JsonObject)?.let(::JsonRequest)
                ?: throw InvalidHelperRequestException("$what is not a JSON object.")
        }

        /** Returns true if no value in [text] is deeper than [MAX_DEPTH]: the parser calls itself for each level. */
        private fun isFlat(text: String): Boolean {
            var depth = 0
            var isString = false
            var isEscaped = false
            for (character in text) {
                when {
                    isEscaped -> isEscaped = false
                    isString && character == '\\' -> isEscaped = true
                    character == '"' -> isString = !isString
                    !isString && character in "[{" -> if (++depth > MAX_DEPTH) return false
                    !isString && character in "]}" -> depth--
                }
            }
            return true
        }

        /** No protocol has more than five levels; a cluster's own configuration may. */
        private const val MAX_DEPTH = 100
    }
}
