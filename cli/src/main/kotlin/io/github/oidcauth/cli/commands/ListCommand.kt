package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.accounts.TokenList
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section

internal class ListCommand : Command("list") {
    override val section = Section.TOKENS
    override val summary = "Show each stored token, without its secrets"
    override val description =
        "One line for each token; * marks the account in use. `oidc-auth status` shows more of each. On a terminal, the " +
            "columns are cut to its width."
    override val examples =
        listOf(
            Example("oidc-auth list", "Show the stored tokens"),
            Example("oidc-auth list --json", "The same for a script"),
        )

    private val json by option("--json", help = "Print the list as JSON.").flag()

    override suspend fun execute(context: CommandContext): CommandResult = TokenList(context).result(json)
}
