// Tested by ManagementTest and AccountCommandsTest.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenManager
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.TokenDetails
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.jsonText
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Clock

/** The stored tokens, as a table or as JSON. */
internal class TokenList(
    private val context: CommandContext,
) {
    suspend fun result(isJson: Boolean): CommandResult {
        val store = context.store
        val tokens = TokenManager { this.store = store }.list().sortedBy { it.key.value }
        val inUse = tokens.filter { isInUse(it, tokens) }
        val text =
            if (isJson) {
                val entries = tokens.map { JsonObject(TokenDetails.json(it) + ("in_use" to JsonPrimitive(it in inUse))) }
                jsonText(JsonArray(entries))
            } else {
                TokenTable(Clock.System.now(), width()) { it in inUse }.text(tokens)
            }
        return CommandResult(text)
    }

    private suspend fun isInUse(
        token: StoredToken,
        all: List<StoredToken>,
    ): Boolean = context.accounts.inUse(HostId.of(token), all)?.let { it.account == token.account } ?: false

    /** The launcher tells the width, and if the result goes to a terminal; in a pipe nothing is cut off. */
    private fun width(): Int? =
        context.process.environment(COLUMNS)?.trim()?.toIntOrNull()?.takeIf {
            it >= LEAST && System.getProperty(TERMINAL) == "true"
        }

    private companion object {
        const val COLUMNS = "COLUMNS"
        const val TERMINAL = "oidcauth.stdout.terminal"
        const val LEAST = 20
    }
}
