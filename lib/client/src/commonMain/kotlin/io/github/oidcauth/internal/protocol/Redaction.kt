package io.github.oidcauth.internal.protocol

import io.ktor.http.encodeURLParameter
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** What stands where a secret stood. */
internal const val REDACTED: String = "██"

/**
 * Takes the secrets out of a server's error: members that hold secrets by their name, the [secrets] that we sent ourselves
 * (validators echo their input), as they are and percent-encoded, and whatever looks like a JWT.
 */
internal class Redaction(
    secrets: Collection<String>,
) {
    private val sent = secrets.filter { it.length >= MIN_SECRET }.flatMap { setOf(it, it.encodeURLParameter()) }

    fun of(json: JsonElement): JsonElement =
        when (json) {
            is JsonNull -> json

            is JsonObject -> JsonObject(
                json.mapValues { (name, value) ->
                    if (isSecret(name)) JsonPrimitive(REDACTED) else of(value)
                },
            )

            is JsonArray -> JsonArray(json.map { of(it) })

            is JsonPrimitive -> if (json.isString) JsonPrimitive(of(json.content)) else json
        }

    fun of(text: String): String {
        val withoutSent = sent.fold(text) { acc, secret -> acc.replace(secret, REDACTED) }
        return JWT.replace(NAMED.replace(withoutSent) { "${it.groupValues[1]}$REDACTED" }, REDACTED)
    }

    private fun isSecret(name: String): Boolean = name.lowercase().replace('-', '_') in SECRET_MEMBERS

    private companion object {
        /** No server has secrets that anybody can guess, and replacing a letter or two would garble every text. */
        const val MIN_SECRET = 4

        val SECRET_MEMBERS =
            setOf(
                "access_token",
                "refresh_token",
                "id_token",
                "token",
                "code",
                "device_code",
                "user_code",
                "code_verifier",
                "state",
                "client_secret",
                "client_assertion",
                "assertion",
                "password",
                "subject_token",
                "actor_token",
                "authorization",
                "input",
            )
        val JWT = Regex("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*){0,3}")

        /** `"refresh_token":"…"` inside a text, such as JSON in a string. */
        val NAMED =
            Regex(
                "(\\\\?[\"'](?:" + SECRET_MEMBERS.joinToString("|") { it.replace("_", "[_-]") } +
                    ")\\\\?[\"']\\s*:\\s*\\\\?[\"'])[^\"'\\\\]*",
                RegexOption.IGNORE_CASE,
            )
    }
}
