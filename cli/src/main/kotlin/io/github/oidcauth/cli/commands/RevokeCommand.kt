package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.groups.provideDelegate
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.Management
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.hostArgument

internal class RevokeCommand : Command("revoke") {
    override val section = Section.SERVER
    override val summary = "Revoke the token at the issuer, and remove it"
    override val examples =
        listOf(Example("oidc-auth revoke https://idp.example.com --client-id my-tool", "Revoke one token"))

    private val host by hostArgument()
    private val client by ClientOptions()

    override suspend fun execute(context: CommandContext): CommandResult {
        val target = client.target(host)
        return Management.of(context, target).revoke(target)
    }
}
