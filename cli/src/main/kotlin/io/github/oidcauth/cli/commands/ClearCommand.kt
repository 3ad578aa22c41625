package io.github.oidcauth.cli.commands

import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.accounts.TokenRemoval
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section

internal class ClearCommand : Command("clear") {
    override val section = Section.TOKENS
    override val summary = "Remove all stored tokens, without revoking them"
    override val description =
        "No request is sent: the tokens stay valid at the servers. `oidc-auth logout --all` revokes sessions too."
    override val examples = listOf(Example("oidc-auth clear", "Remove all tokens"))

    override suspend fun execute(context: CommandContext): CommandResult = TokenRemoval(context).clear()
}
