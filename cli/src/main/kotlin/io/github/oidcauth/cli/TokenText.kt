package io.github.oidcauth.cli

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
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
            Request.Output.JSON -> jsonText(withHost(token.toJson(), key))
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

    private const val HOST = "host"
}
