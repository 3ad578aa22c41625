package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.arguments.optional
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.accounts.LoginStatus
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.AccountOption
import io.github.oidcauth.cli.options.hostArgument

internal class StatusCommand : Command("status") {
    override val section = Section.LOGIN
    override val summary = "Show if you are logged in, as which user, until when"
    override val description =
        "Shows the stored tokens of HOST, or of all servers; no request is sent. The exit code is 0 if the token in use is " +
            "valid or can be refreshed, and 4 if a login is needed. The server may have ended a session before its time."
    override val examples =
        listOf(
            Example("oidc-auth status", "Show all logins"),
            Example(
                "oidc-auth status https://idp.example.com || oidc-auth login https://idp.example.com",
                "Log in if that is needed",
            ),
        )

    private val host by hostArgument("The server. Default: all.").optional()
    private val json by option("--json", help = "Print the status as JSON.").flag()
    private val option by AccountOption()

    override suspend fun execute(context: CommandContext): CommandResult = LoginStatus(context, host, option.account).result(json)
}
