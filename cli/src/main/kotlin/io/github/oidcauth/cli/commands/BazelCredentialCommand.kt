package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.credentials.BazelCredentials
import io.github.oidcauth.cli.credentials.CredentialCommand
import io.github.oidcauth.cli.credentials.HelperInput
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.jsonText
import io.github.oidcauth.cli.onOneLine

internal class BazelCredentialCommand : CredentialCommand("bazel-credential") {
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

    private val action by argument("ACTION", help = "The word that Bazel adds: get.")

    override suspend fun execute(context: CommandContext): CommandResult {
        val recipients = helper.requiredRecipients()
        if (action !=
            "get"
        ) {
            throw UsageError("'${action.onOneLine()}' is not a command of credential helpers. The only one is get.")
        }
        val server = BazelCredentials.serverIn(HelperInput(context.process.stdin).readText())
        if (!recipients.accept(server)) return CommandResult(jsonText(BazelCredentials.NONE))
        val token = tokenOf(context, mayAsk = false)
        return CommandResult(jsonText(BazelCredentials.found(token.get())))
    }
}
