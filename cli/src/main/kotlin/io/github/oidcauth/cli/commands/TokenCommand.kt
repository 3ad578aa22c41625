package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
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

internal class TokenCommand : Command("token") {
    override val section = Section.LOGIN
    override val summary = "Print the access token of HOST, for scripts"
    override val description =
        "A stored token is used, or refreshed, as long as that is possible. Else you log in. " +
            "Standard output has the bare token, or what an option names, and nothing else."
    override val examples =
        listOf(
            Example("oidc-auth token https://myapp.example.com --header | curl -H @- URL", "Call an API"),
            Example("token=$(oidc-auth token https://myapp.example.com) || exit", "Take the token into a script"),
            Example(
                "oidc-auth token https://idp.example.com --client-id my-job --client-secret-file ~/.secret --grant " +
                    "client-credentials",
                "Let a job log in as itself",
            ),
        )

    private val host by hostArgument()
    private val header by option(
        "--header",
        help = "Print the line `Authorization: Bearer ...`, for curl -H @-. The token never becomes an argument so.",
    ).flag()
    private val idToken by option("--id-token", help = "Print the ID token. One that has expired is refreshed.").flag()
    private val client by ClientOptions()
    private val grant by GrantOptions()
    private val login by LoginOptions()

    override val opensBrowser: Boolean get() = !login.noBrowser
    override val failureTitle = "Authentication failed"

    override suspend fun execute(context: CommandContext): CommandResult =
        TokenAccess(context, host, client, login, grant).result(form())

    private fun form(): TokenForm =
        when {
            header && idToken -> throw UsageError("--header presents the access token, and cannot be combined with --id-token.")
            header -> TokenForm.HEADER
            idToken -> TokenForm.ID_TOKEN
            else -> TokenForm.BARE
        }
}
