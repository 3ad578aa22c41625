package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.credentials.CredentialCommand
import io.github.oidcauth.cli.credentials.DockerCredentialHelper
import io.github.oidcauth.cli.credentials.DockerCredentials
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example

internal class DockerCredentialCommand : CredentialCommand("docker-credential") {
    override val summary = "Give Docker the token for a registry"
    override val description =
        "A credential helper of Docker, and of podman, skopeo, oras and crane. Docker starts a program " +
            "docker-credential-NAME on your PATH, a script of two lines. NAME is entered in ~/.docker/config.json: " +
            "{\"credHelpers\": {\"registry.example.com\": \"NAME\"}}\n\n" +
            "Only the registries named by --for receive the token. `docker login` stores nothing here; `docker logout` has " +
            "the token refreshed. Errors are written to standard output too, as Docker expects."
    override val examples =
        listOf(
            Example(
                "printf '%s\\n' '#!/bin/sh' 'exec oidc-auth docker-credential \\' \\\n" +
                    "    '  https://idp.example.com --client-id my-tool \\' \\\n" +
                    "    '  --for https://registry.example.com \"$@\"' \\\n" +
                    "    > ~/bin/docker-credential-example",
                "Write the program docker-credential-example",
            ),
            Example("chmod +x ~/bin/docker-credential-example", "Let Docker start it"),
        )

    private val action by argument("ACTION", help = "The word that Docker adds: get, store, erase, list or version.")
    private val username by option(
        "--username",
        metavar = "NAME",
        help =
            "The user name beside the token. Default: ${DockerCredentials.DEFAULT_USERNAME}. <token> is for registries that " +
                "exchange the token for their own.",
    ).default(DockerCredentials.DEFAULT_USERNAME)

    override val failureTitle = "Error"

    override suspend fun execute(context: CommandContext): CommandResult {
        val token = tokenOf(context)
        return DockerCredentialHelper(context, helper.requiredRecipients(), token, username).run(action)
    }
}
