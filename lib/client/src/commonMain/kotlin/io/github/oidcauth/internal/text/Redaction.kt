package io.github.oidcauth.internal.text

import io.github.oidcauth.internal.tokens.text
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** What stands where a secret stood. */
internal const val REDACTED: String = "██"

/**
 * Takes the secrets out of a server's error: members that hold secrets by their name, the [secrets] that we sent ourselves
 * (validators echo their input), however they are spelled ([EchoedSecret]), and whatever looks like a JWT or like credentials.
 * Takes time in proportion to the length of the error, whatever is in it.
 */
internal class Redaction(
    secrets: Collection<String>,
) {
    /** The longest first. */
    private val sent = secrets.filter {
        it.length >= MIN_SECRET
    }.distinct().flatMap(EchoedSecret::spellingsOf).sortedByDescending { it.length }

    fun of(json: JsonElement): JsonElement =
        when (json) {
            is JsonNull -> json

            // Validators name what they complain about, so that input may come back as a name.
            is JsonObject -> JsonObject(
                json.entries.associate { (name, value) ->
                    of(name) to if (isSecret(name)) JsonPrimitive(REDACTED) else of(value)
                },
            )

            is JsonArray -> JsonArray(json.map { of(it) })

            is JsonPrimitive -> of(json.content).let { if (json.isString || it != json.content) JsonPrimitive(it) else json }
        }

    fun of(text: String): String {
        val withoutSent = sent.fold(text) { rest, secret -> secret.removeFrom(rest, REDACTED) }
        val withoutNamed = NAMED.replace(withoutSent) { "${it.groupValues[1]}$REDACTED" }
        val withoutFields = FIELD.replace(withoutNamed) { "${it.groupValues[1]}$REDACTED" }
        val withoutCredentials = CREDENTIALS.replace(withoutFields) { "${it.groupValues[1]} $REDACTED" }
        return WORD.replace(withoutCredentials) { withoutJwt(it.value) }
    }

    companion object {
        /** Returns whether a member of this [name] holds a secret. */
        fun isSecret(name: String): Boolean = name.lowercase().replace('-', '_') in SECRET_MEMBERS

        /** No server has secrets that anybody can guess, and replacing a letter or two would garble every text. */
        private const val MIN_SECRET = 4

        private val SECRET_MEMBERS =
            setOf(
                "access_token",
                "refresh_token",
                "id_token",
                "token",
                "code",
                "device_code",
                "user_code",
                "auth_req_id",
                "code_verifier",
                "state",
                "client_secret",
                "client_assertion",
                "assertion",
                "password",
                "subject_token",
                "actor_token",
                "id_token_hint",
                "login_hint_token",
                "registration_access_token",
                "client_notification_token",
                "software_statement",
                "authorization",
                "dpop",
                "dpop_jwk",
                "input",
            )

        private val NAMES = SECRET_MEMBERS.joinToString("|") { it.replace("_", "[_-]") }

        /** `"refresh_token":"…"` inside a text, such as JSON in a string. */
        private val NAMED = Regex("(\\\\?[\"'](?:$NAMES)\\\\?[\"']\\s*:\\s*\\\\?[\"'])[^\"'\\\\]*", RegexOption.IGNORE_CASE)

        /** `&client_secret=…` inside a text or at its beginning, such as the form that we sent or the URL of a callback. */
        private val FIELD = Regex("((?:^|[?&])(?:$NAMES)=)[^&\\s\"'<>]*", RegexOption.IGNORE_CASE)

        /** `Basic …`, from our own header. Words that follow these in a sentence are shorter. */
        private val CREDENTIALS = Regex("\\b(Basic|Bearer|DPoP) +[A-Za-z0-9._~+/-]{20,}=*", RegexOption.IGNORE_CASE)

        private val WORD = Regex("[A-Za-z0-9_.-]+")

        /** Three to five parts in base64url, the first of them an object (RFC 7515 §7.1, RFC 7516 §7.1). */
        private const val JWT_BEGINNING = "eyJ"
        private const val MIN_HEADER = 11

        /** [word], up to where a JWT begins in it. One step for each character: a server may send nothing but beginnings. */
        private fun withoutJwt(word: String): String {
            var beginning = word.indexOf(JWT_BEGINNING)
            while (beginning >= 0) {
                val dot = word.indexOf('.', beginning)
                if (dot < 0) return word
                val isJwt = dot - beginning >= MIN_HEADER && dot + 1 < word.length && word[dot + 1] != '.'
                if (isJwt) return word.take(beginning) + REDACTED
                beginning = word.indexOf(JWT_BEGINNING, dot + 1)
            }
            return word
        }
    }
}
