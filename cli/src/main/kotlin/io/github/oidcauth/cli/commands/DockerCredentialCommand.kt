package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.credentials.DockerCredentialHelper
import io.github.oidcauth.cli.credentials.DockerCredentials
import io.github.oidcauth.cli.credentials.HelperToken
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.cli.options.HelperOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.options.hostArgument

internal class DockerCredentialCommand : Command("docker-credential") {
    override val section = Section.HELPERS
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

    private val host by hostArgument()
    private val action by argument("ACTION", help = "The word that Docker adds: get, store, erase, list or version.")
    private val helper by HelperOptions()
    private val username by option(
        "--username",
        metavar = "NAME",
        help =
            "The user name beside the token. Default: ${DockerCredentials.DEFAULT_USERNAME}. <token> is for registries that " +
                "exchange the token for their own.",
    ).default(DockerCredentials.DEFAULT_USERNAME)
    private val client by ClientOptions()
    private val grant by GrantOptions()
    private val login by LoginOptions()

    override val opensBrowser: Boolean get() = !login.noBrowser

    override suspend fun execute(context: CommandContext): CommandResult {
        val token = HelperToken(context, host, client, login, grant, helper.sendsIdToken)
        return DockerCredentialHelper(context, helper.requiredRecipients(), token, username).run(action)
    }
}
