package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.discovery.ServerDiscovery
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.hostArgument

/** `discover HOST`. */
internal class DiscoverCommand : Command("discover") {
    override val section = Section.SERVER
    override val summary = "Show the abilities of a server, and how to log in"
    override val description =
        "Reads the metadata of an issuer (OpenID Connect Discovery, RFC 8414), or recognizes an application with py-oidc-auth. " +
            "No login is needed, and nothing is changed."
    override val examples =
        listOf(
            Example("oidc-auth discover https://idp.example.com", "Find out how to log in"),
            Example("oidc-auth discover https://idp.example.com --json | jq -r .token_endpoint", "Read the metadata in a script"),
        )

    private val host by hostArgument("The issuer, or the base URL of an application.")
    private val json by option("--json", help = "Print the metadata document.").flag()

    override suspend fun execute(context: CommandContext): CommandResult =
        CommandResult(ServerDiscovery(context.caFile).describe(host, json))
}
