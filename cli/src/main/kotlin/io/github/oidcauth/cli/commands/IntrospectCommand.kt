package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.Management
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.hostArgument
import io.github.oidcauth.cli.tokens.TokenIntrospection

internal class IntrospectCommand : Command("introspect") {
    override val section = Section.SERVER
    override val summary = "Show if the access token is active, as JSON"
    override val examples =
        listOf(
            Example(
                "oidc-auth introspect https://idp.example.com --client-id my-tool --client-secret-file secret",
                "Find out if a token is active (RFC 7662)",
            ),
        )

    private val host by hostArgument()
    private val file by option(
        "--token-file",
        metavar = "FILE",
        help = "A token that is not stored: the file with it; - is standard input. Needs --client-id.",
    )
    private val client by ClientOptions()

    override suspend fun execute(context: CommandContext): CommandResult {
        val target = client.target(host)
        file?.let { return TokenIntrospection(context, client).ofInput(it, host) }
        return Management.of(context, target).introspect(target)
    }
}
