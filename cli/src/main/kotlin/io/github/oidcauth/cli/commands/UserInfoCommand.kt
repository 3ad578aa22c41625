package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.groups.provideDelegate
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.UserLogin
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.options.hostArgument
import io.github.oidcauth.cli.tokens.UserInfoRequest

/** `userinfo HOST`. */
internal class UserInfoCommand : Command("userinfo") {
    override val section = Section.SERVER
    override val summary = "Show the claims of the user at HOST, as JSON"
    override val description =
        "Sends the token to the userinfo endpoint, after a refresh if it has expired. The user must be that of the ID token."
    override val examples =
        listOf(
            Example("oidc-auth userinfo https://idp.example.com --client-id my-tool", "At an issuer"),
            Example("oidc-auth userinfo https://myapp.example.com | jq -r .email", "At an application"),
        )

    private val host by hostArgument()
    private val client by ClientOptions()
    private val login by LoginOptions()

    override val opensBrowser: Boolean get() = !login.noBrowser

    override suspend fun execute(context: CommandContext): CommandResult {
        val config = UserLogin(context, host, client, login).config(storageRequired = false)
        return CommandResult(UserInfoRequest(config, context.stderr).json())
    }
}
