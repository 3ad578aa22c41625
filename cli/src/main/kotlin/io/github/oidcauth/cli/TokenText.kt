package io.github.oidcauth.cli

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.tokens.AuthorizationHeader
import io.github.oidcauth.cli.tokens.IdTokenText
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import kotlin.time.Instant
import kotlin.time.toJavaInstant

/** Formats a token for standard output. */
internal object TokenText {
    fun of(
        token: Token,
        key: TokenKey,
        host: String,
        form: TokenForm,
    ): String =
        when (form) {
            TokenForm.BARE -> token.accessToken
            TokenForm.HEADER -> AuthorizationHeader.of(token)
            TokenForm.ID_TOKEN -> token.idToken ?: throw CommandFailure(IdTokenText.MISSING)
            TokenForm.JSON -> jsonText(withHost(token.toJson(), key))
            TokenForm.SUMMARY -> summary(token, host)
        }

    /** Adds the host, so that the reader of the file knows which application may receive the token. */
    private fun withHost(
        token: JsonObject,
        key: TokenKey,
    ) = JsonObject(token - HOST + (HOST to JsonPrimitive(key.value)))

    private fun summary(
        token: Token,
        host: String,
    ): String =
        listOfNotNull(
            "Authenticated to ${host.onOneLine()}",
            TokenUser.nameIn(token)?.let { "  user:         ${it.onOneLine()}" },
            "  access_token: ${tokenPreview(token.accessToken)}",
            "  scope:        ${token.scope.orEmpty().onOneLine()}",
            "  expires:      ${token.expiresAt?.let(::localTime) ?: "unknown"}",
        ).joinToString("\n")

    private fun localTime(instant: Instant): String =
        FORMAT.format(instant.toJavaInstant().atZone(ZoneId.systemDefault()))

    private val FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx")

    private const val HOST = "host"
}
