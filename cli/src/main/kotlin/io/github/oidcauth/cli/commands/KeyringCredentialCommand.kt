package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.optional
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.choice
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.credentials.CredentialCommand
import io.github.oidcauth.cli.credentials.GitCredentialResponse
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.onOneLine

internal class KeyringCredentialCommand : CredentialCommand("keyring-credential") {
    override val summary = "Give uv and pip the token for a package index"
    override val description =
        "Stands for the program keyring, which uv and pip start with --keyring-provider subprocess. They start keyring from " +
            "the PATH, a script of two lines, and add the ACTION get, the URL of the index and the user name in it.\n\n" +
            "Only the servers named by --for receive the token."
    override val examples =
        listOf(
            Example(
                "printf '%s\\n' '#!/bin/sh' 'exec oidc-auth keyring-credential \\' \\\n" +
                    "    '  https://idp.example.com --client-id my-tool \\' \\\n" +
                    "    '  --for https://pypi.example.com \"$@\"' \\\n" +
                    "    > ~/bin/keyring && chmod +x ~/bin/keyring",
                "Write the program keyring, for https://oauth2@pypi.example.com/simple",
            ),
        )

    private val action by argument("ACTION", help = "The word that uv adds: get.")
    private val service by argument("SERVICE", help = "The URL or the host of the index.")
    private val username by argument("USERNAME", help = "The user name in the URL of the index.").optional()
    private val mode by option("--mode", metavar = "MODE", help = "password, or creds: the user name as well. uv adds it.")
        .choice("password", "creds").default("password")

    override suspend fun execute(context: CommandContext): CommandResult {
        val recipients = helper.requiredRecipients()
        if (action != "get") throw CommandFailure("'${action.onOneLine()}' is not possible: passwords cannot be stored here.")
        if (recipients.registry(service) == null) return CommandResult("", ExitCode.FAILURE)
        val token = tokenOf(context).get().value
        return CommandResult(if (mode == "creds") "${username ?: GitCredentialResponse.DEFAULT_USERNAME}\n$token" else token)
    }
}
