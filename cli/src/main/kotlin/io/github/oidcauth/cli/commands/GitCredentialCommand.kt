package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.types.enum
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.credentials.AuthenticationScheme
import io.github.oidcauth.cli.credentials.CredentialCommand
import io.github.oidcauth.cli.credentials.GitCredentialHelper
import io.github.oidcauth.cli.credentials.GitCredentialResponse
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example

internal class GitCredentialCommand : CredentialCommand("git-credential") {
    override val summary = "Give git the token for its server"
    override val description =
        "A credential helper of git. git adds the ACTION: get, store or erase. Only the servers named by --for receive the " +
            "token, whatever URL a repository or submodule has.\n\n" +
            "git 2.46 and newer sends the token as Bearer, unless the server demands Basic alone; older versions send it as a " +
            "password. When git reports that the server refused the token, the next request refreshes it."
    override val examples =
        listOf(
            Example(
                "git config --global credential.https://git.example.com.helper \\\n" +
                    "    '!oidc-auth git-credential https://idp.example.com \\\n" +
                    "    --client-id my-tool --for https://git.example.com'",
                "Let git use the token at one server",
            ),
        )

    private val action by argument("ACTION", help = "The word that git adds: get, store or erase.")
    private val username by option(
        "--username",
        metavar = "NAME",
        help =
            "The user name beside the token as a password. Default: that of the URL, else " +
                "${GitCredentialResponse.DEFAULT_USERNAME}.",
    ).convert { name -> name.takeIf(::isUsername) ?: fail("A user name has no colon and no control character.") }
    private val scheme by option(
        "--scheme",
        metavar = "SCHEME",
        help = "bearer or basic. Default: the one that the server demands.",
    ).enum<AuthenticationScheme> { it.word.lowercase() }

    override suspend fun execute(context: CommandContext): CommandResult {
        val mayAsk = context.process.environment(PROMPTS)?.lowercase() !in FALSE
        val token = tokenOf(context, mayAsk)
        val response = GitCredentialResponse(username, scheme)
        return GitCredentialHelper(context, helper.requiredRecipients(), token, response).run(action)
    }

    private companion object {
        /** git's own prompts obey this variable. */
        const val PROMPTS = "GIT_TERMINAL_PROMPT"
        val FALSE = setOf("0", "false", "no", "off")

        fun isUsername(name: String) = name.isNotEmpty() && name.none { it == ':' || it.isISOControl() }
    }
}
