package io.github.oidcauth.cli.running

import io.github.oidcauth.Token
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.jsonText
import kotlinx.serialization.json.JsonObject

/** The content of a file that others read a token from. It never has the refresh token, which only one program may use. */
internal enum class FileContent(
    private val word: String,
) {
    /** The access token without a line end, since some readers send the whole file. */
    ACCESS_TOKEN("token") {
        override fun of(token: Token) = token.accessToken
    },

    /** The ID token, likewise. */
    ID_TOKEN("id-token") {
        override fun of(token: Token) =
            token.idToken
                ?: throw CommandFailure("The server has issued no ID token. Request the scope openid, and log in again.")
    },

    /** The lines that `curl -H @FILE` sends. */
    HEADER("header") {
        override fun of(token: Token) = token.headers.entries.joinToString("") { (name, value) -> "$name: $value\n" }
    },

    JSON("json") {
        override fun of(token: Token) = jsonText(JsonObject(token.toJson() - SECRETS)) + "\n"
    }, ;

    abstract fun of(token: Token): String

    companion object {
        val WORDS: String get() = entries.joinToString(", ") { it.word }

        /** Returns the content that [word] names, or null. */
        fun find(word: String): FileContent? = entries.find { it.word == word.lowercase() }

        private val SECRETS = setOf("refresh_token", "refresh_expires", "dpop_jwk")
    }
}
