package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.Management
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.hostArgument

internal class ExportCommand : Command("export") {
    override val section = Section.TOKENS
    override val summary = "Move the token of HOST to FILE, for a batch job"
    override val description =
        "The token is moved, not copied: a copy of its refresh token and the original would end each other's session."
    override val examples = listOf(Example("oidc-auth export https://myapp.example.com ~/token.json", "Prepare a batch job"))

    private val host by hostArgument()
    private val file by argument("FILE", help = "A token file, which need not exist. OIDC_TOKEN_FILE names it in the job.")
    private val client by ClientOptions()

    override suspend fun execute(context: CommandContext): CommandResult {
        if (file.isBlank()) throw UsageError("`oidc-auth export` needs a HOST and a FILE.")
        // The other options treat - as a standard stream, and a file of that name is not meant.
        if (file == "-") {
            throw UsageError("`oidc-auth export` writes to a FILE, not to standard output. (If the file is named -, write ./-.)")
        }
        val target = client.target(host)
        return Management.of(context, target).export(target, file, context.notices)
    }
}
