// Tested by ManagementTest and AccountCommandsTest.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.TokenManager
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ResultTerminal
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
        val use = context.accounts.useOf(tokens)
        val text =
            if (isJson) {
                val entries = tokens.map { JsonObject(TokenDetails.json(it) + ("in_use" to JsonPrimitive(use.isInUse(it)))) }
                jsonText(JsonArray(entries))
            } else {
                val width = TableWidth.of(context.process.environment, ResultTerminal.isTerminal())
                TokenTable(Clock.System.now(), width, use::isInUse).text(tokens)
            }
        return CommandResult(text)
    }
}
