package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.groups.provideDelegate
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.accounts.TokenRemoval
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.hostArgument

internal class RemoveCommand : Command("remove") {
    override val section = Section.TOKENS
    override val summary = "Remove the stored token of HOST, without revoking it"
    override val description = "No request is sent: the token stays valid at the server. `oidc-auth logout` revokes it too."
    override val examples =
        listOf(
            Example("oidc-auth remove https://myapp.example.com", "Remove one token"),
            Example("oidc-auth remove --account bob@example.com https://idp.example.com", "Remove that of one account"),
        )

    private val host by hostArgument()
    private val client by ClientOptions()

    override suspend fun execute(context: CommandContext): CommandResult = TokenRemoval(context).remove(client.target(host))
}
