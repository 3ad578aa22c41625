package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.StoredTokens
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section

internal class MoveCommand : Command("move") {
    override val section = Section.TOKENS
    override val summary = "Move all tokens to another store"
    override val examples = listOf(Example("oidc-auth move --to keyring", "Encrypt the stored tokens from now on"))

    private val to by option("--to", metavar = "ADDRESS", help = "The other store, as for --store.")

    override suspend fun execute(context: CommandContext): CommandResult {
        val address =
            to ?: throw UsageError("`oidc-auth move` needs --to ADDRESS. (If the host is named move, write https://move.)")
        return CommandResult(StoredTokens(context.store).moveTo(context.storeChoice.openOther(address)))
    }
}
