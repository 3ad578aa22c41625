package io.github.oidcauth.cli

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** A token as it goes to standard output. */
internal object TokenText {
    fun of(
        token: Token,
        key: TokenKey,
        login: Request.Login,
    ): String =
        when (login.output) {
            Request.Output.BARE -> token.accessToken
            Request.Output.JSON -> json(withHost(token.toJson(), key))
            Request.Output.SUMMARY -> summary(token, login.host)
        }

    /** So that whoever reads the token from a file knows which application may have it. */
    private fun withHost(
        token: JsonObject,
        key: TokenKey,
    ) = JsonObject(token - HOST + (HOST to JsonPrimitive(key.value)))

    private fun summary(
        token: Token,
        host: String,
    ): String =
        listOf(
            "Authenticated to ${host.onOneLine()}",
            "  access_token: ${tokenPreview(token.accessToken)}",
            "  scope:        ${token.scope.orEmpty().onOneLine()}",
        ).joinToString("\n")

    /** As Python formats it: ASCII, so that no encoding on the way can spoil it. */
    private fun json(token: JsonObject): String =
        buildString {
            for (character in FORMAT.encodeToString(JsonObject.serializer(), token)) {
                if (character.code <= MAX_ASCII) {
                    append(character)
                } else {
                    append("\\u").append(character.code.toString(HEX).padStart(4, '0'))
                }
            }
        }

    @OptIn(ExperimentalSerializationApi::class)
    private val FORMAT =
        Json {
            prettyPrint = true
            prettyPrintIndent = "  "
        }
    private const val HOST = "host"
    private const val MAX_ASCII = 0x7e
    private const val HEX = 16
}
