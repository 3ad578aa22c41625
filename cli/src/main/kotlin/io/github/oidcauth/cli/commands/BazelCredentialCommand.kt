package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.credentials.BazelCredentials
import io.github.oidcauth.cli.credentials.HelperInput
import io.github.oidcauth.cli.credentials.HelperToken
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.jsonText
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.cli.options.HelperOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.options.hostArgument

internal class BazelCredentialCommand : Command("bazel-credential") {
    override val section = Section.HELPERS
    override val summary = "Give Bazel the header for a URI"
    override val description =
        "A credential helper of Bazel and of tools with the same protocol: a URI in JSON on standard input, headers on " +
            "standard output. Bazel starts a program, a script of two lines. It is entered in .bazelrc:\n\n" +
            "common --credential_helper=cache.example.com=%workspace%/tools/credentials\n\n" +
            "Only the servers named by --for receive the token; for other URIs there is no header. Log in before the build: " +
            "Bazel waits for ten seconds, and a login starts only with --interactive."
    override val examples =
        listOf(
            Example(
                "printf '%s\\n' '#!/bin/sh' 'exec oidc-auth bazel-credential \\' \\\n" +
                    "    '  https://idp.example.com --client-id my-tool \\' \\\n" +
                    "    '  --for https://cache.example.com \"$@\"' \\\n" +
                    "    > tools/credentials && chmod +x tools/credentials",
                "Write the program tools/credentials",
            ),
        )

    private val host by hostArgument()
    private val action by argument("ACTION", help = "The word that Bazel adds: get.")
    private val helper by HelperOptions()
    private val client by ClientOptions()
    private val grant by GrantOptions()
    private val login by LoginOptions()

    override val opensBrowser: Boolean get() = !login.noBrowser
    override val failureTitle = "Authentication failed"

    override suspend fun execute(context: CommandContext): CommandResult {
        val recipients = helper.requiredRecipients()
        if (action !=
            "get"
        ) {
            throw UsageError("'${action.onOneLine()}' is not a command of credential helpers. The only one is get.")
        }
        val server = BazelCredentials.serverIn(HelperInput(context.process.stdin).readText())
        if (!recipients.accept(server)) return CommandResult(jsonText(BazelCredentials.NONE))
        val token = HelperToken(context, host, client, login, grant, helper.sendsIdToken, mayAsk = false)
        return CommandResult(jsonText(BazelCredentials.found(token.get())))
    }
}
