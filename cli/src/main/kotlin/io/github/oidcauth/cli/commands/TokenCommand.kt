package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.groups.provideDelegate
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.TokenForm
import io.github.oidcauth.cli.UserLogin
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.options.hostArgument

internal class TokenCommand : Command("token") {
    override val section = Section.LOGIN
    override val summary = "Print the access token of HOST, for scripts"
    override val description =
        "A stored token is used, or refreshed, as long as that is possible. Else you log in. " +
            "Standard output has the bare token and nothing else."
    override val examples =
        listOf(Example("token=$(oidc-auth token https://myapp.example.com) || exit", "Take the token into a script"))

    private val host by hostArgument()
    private val client by ClientOptions()
    private val login by LoginOptions()

    override val opensBrowser: Boolean get() = !login.noBrowser
    override val failureTitle = "Authentication failed"

    override suspend fun execute(context: CommandContext): CommandResult =
        UserLogin(context, host, client, login).result(TokenForm.BARE)
}
