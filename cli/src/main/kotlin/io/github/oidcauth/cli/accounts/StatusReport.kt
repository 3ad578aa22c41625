// Tested by StatusCommandTest.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.StoredToken
import io.github.oidcauth.cli.TokenDetails
import io.github.oidcauth.cli.onOneLine
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import kotlin.time.Instant
import kotlin.time.toJavaInstant

/** The output of `status`. Pure. */
internal class StatusReport(
    private val now: Instant,
    private val zone: ZoneId,
    /** A description of the store, without secrets. */
    private val store: String,
    private val isInUse: (StoredToken) -> Boolean,
    /** The user of a token whose entry does not name one, or null. */
    private val nameInToken: (StoredToken) -> String?,
) {
    fun text(tokens: List<StoredToken>): String =
        tokens.groupBy { HostId.of(it) }.entries.joinToString("\n\n") { (host, there) ->
            (listOf(host.onOneLine()) + there.map(::block)).joinToString("\n")
        } + "\n\n$store"

    fun json(tokens: List<StoredToken>): JsonElement =
        JsonArray(
            tokens.map { token ->
                val more =
                    mapOf(
                        "status" to JsonPrimitive(TokenState.of(token, now).word),
                        "in_use" to JsonPrimitive(isInUse(token)),
                        "store" to JsonPrimitive(store),
                    )
                JsonObject(TokenDetails.json(token) + more)
            },
        )

    private fun block(token: StoredToken): String =
        listOfNotNull(
            heading(token),
            line("user", token.userName.takeIf { it != token.account }),
            line("client", token.clientId),
            line("scope", token.scope),
            line("audience", token.audiences.joinToString(" ").ifEmpty { null }),
            line("resource", token.resources.joinToString(" ").ifEmpty { null }),
            line("token", state(token)),
        ).joinToString("\n")

    private fun heading(token: StoredToken): String {
        val name = token.account ?: token.userName ?: nameInToken(token)
        val user = name?.let { " as ${it.onOneLine()}" }.orEmpty()
        return "  Logged in$user${if (isInUse(token)) " (in use)" else ""}"
    }

    private fun state(token: StoredToken): String =
        when (TokenState.of(token, now)) {
            TokenState.VALID -> token.expiresAt?.let { "valid until ${local(it)}${refreshing(token)}" } ?: "valid, end not known"
            TokenState.REFRESHABLE -> "expired; the next use refreshes it"
            TokenState.EXPIRED -> "expired; log in again"
        }

    private fun refreshing(token: StoredToken): String {
        if (!token.hasRefreshToken) return ", then log in again"
        return token.refreshExpiresAt?.let { ", can be refreshed until ${local(it)}" } ?: ", can be refreshed"
    }

    private fun line(
        name: String,
        value: String?,
    ): String? = value?.let { "    ${"$name:".padEnd(WIDTH)} ${it.onOneLine()}" }

    private fun local(instant: Instant): String = FORMAT.format(instant.toJavaInstant().atZone(zone))

    private companion object {
        const val WIDTH = 9
        val FORMAT: DateTimeFormatter = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx")
    }
}
