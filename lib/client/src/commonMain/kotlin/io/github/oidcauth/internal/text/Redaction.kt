package io.github.oidcauth.internal.text

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** The replacement for a secret. */
internal const val REDACTED: String = "██"

/**
 * Removes the secrets from a server's error: members with a secret by their name, the [secrets] in the request (validators repeat
 * their input) in every spelling ([EchoedSecret]), and everything that looks like a JWT or like credentials. Takes time in
 * proportion to the length of the error, whatever it contains.
 */
internal class Redaction(
    secrets: Collection<String>,
) {
    /** The secrets of the request in all spellings, the longest first. */
    private val sent = secrets.filter {
        it.length >= MIN_SECRET
    }.distinct().flatMap(EchoedSecret::spellingsOf).sortedByDescending { it.length }

    fun of(json: JsonElement): JsonElement =
        when (json) {
            is JsonNull -> json

            // Validators name the faulty input, so it may come back as a member name.
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
        /** Returns whether a member with this [name] contains a secret. */
        fun isSecret(name: String): Boolean = name.lowercase().replace('-', '_') in SECRET_MEMBERS

        /**
         * The minimum length of a secret. Shorter values are not secret, and replacing one or two letters would make every text
         * unreadable.
         */
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

        /** Matches `"refresh_token":"…"` inside a text, such as JSON in a string. */
        private val NAMED = Regex("(\\\\?[\"'](?:$NAMES)\\\\?[\"']\\s*:\\s*\\\\?[\"'])[^\"'\\\\]*", RegexOption.IGNORE_CASE)

        /**
         * Matches `&client_secret=…` inside a text or at its beginning, such as the form of the request or the URL of a callback.
         */
        private val FIELD = Regex("((?:^|[?&])(?:$NAMES)=)[^&\\s\"'<>]*", RegexOption.IGNORE_CASE)

        /** Matches `Basic …`, from the header of the request. Words that follow these in a sentence are shorter. */
        private val CREDENTIALS = Regex("\\b(Basic|Bearer|DPoP) +[A-Za-z0-9._~+/-]{20,}=*", RegexOption.IGNORE_CASE)

        private val WORD = Regex("[A-Za-z0-9_.-]+")

        /**
         * The beginning of a JWT: three to five parts in base64url, the first of them an object (RFC 7515 §7.1, RFC 7516 §7.1).
         */
        private const val JWT_BEGINNING = "eyJ"
        private const val MIN_HEADER = 11

        /**
         * Returns [word] up to the beginning of a JWT in it. Takes one step for each character, because a server may send a text
         * of many such beginnings.
         */
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
