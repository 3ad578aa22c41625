package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.accounts.TokenRefreshing
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.hostArgument

internal class RefreshCommand : Command("refresh") {
    override val section = Section.TOKENS
    override val summary = "Refresh the stored token of HOST now"
    override val description =
        "Sends the refresh token even if the access token is still valid, for example after rights were changed at the server. " +
            "No login is started: if one is needed, the exit code is 4."
    override val examples = listOf(Example("oidc-auth refresh https://myapp.example.com", "Get a new access token"))

    private val host by hostArgument()
    private val client by ClientOptions()
    private val tokenRoute by option(
        "-t",
        "--token-route",
        metavar = "PATH",
        help = "Token exchange, below HOST. Default: /auth/v2/token",
    )

    override suspend fun execute(context: CommandContext): CommandResult =
        TokenRefreshing(context, client, tokenRoute).result(host)
}
