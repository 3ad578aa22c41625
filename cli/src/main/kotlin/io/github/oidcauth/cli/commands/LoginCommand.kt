package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.TokenForm
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.grants.TokenAccess
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.options.hostArgument

internal class LoginCommand : Command("login") {
    override val section = Section.LOGIN
    override val summary = "Log in at HOST"
    override val description =
        "A stored token is used, or refreshed, as long as that is possible. " +
            "Else you log in with a code on any device, or in the browser."
    override val examples =
        listOf(
            Example("oidc-auth login https://myapp.example.com", "Log in to an application"),
            Example(
                "oidc-auth login https://idp.example.com --client-id my-tool --scope \"openid offline_access\"",
                "Log in at an issuer of OpenID Connect",
            ),
        )

    private val host by hostArgument()
    private val json by option("--json", help = "Print the whole token as JSON.").flag()
    private val client by ClientOptions()
    private val grant by GrantOptions()
    private val login by LoginOptions()

    override val opensBrowser: Boolean get() = !login.noBrowser
    override val failureTitle = "Authentication failed"

    override suspend fun execute(context: CommandContext): CommandResult =
        TokenAccess(context, host, client, login, grant).result(if (json) TokenForm.JSON else TokenForm.SUMMARY)
}
