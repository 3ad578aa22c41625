// Tested by DockerCredentialCommandTest.
package io.github.oidcauth.cli.credentials

import io.github.oidcauth.AuthException
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Program
import io.github.oidcauth.cli.Version
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.jsonText
import io.github.oidcauth.cli.onOneLine

/**
 * A credential helper of Docker (docker-credential-helpers). Its clients take the reason of a failure from standard output;
 * Docker's own drops it, but lets standard error through.
 */
internal class DockerCredentialHelper(
    private val context: CommandContext,
    private val recipients: TokenRecipients,
    private val token: HelperToken,
    private val username: String,
) {
    private val input = HelperInput(context.process.stdin)

    suspend fun run(action: String): CommandResult =
        try {
            when (action) {
                "get" -> get()
                "store" -> store()
                "erase" -> erase()
                "list" -> list()
                "version" -> CommandResult("docker-credential (${Program.NAME}) ${Version.TEXT}")
                else -> failure("${Program.NAME}: unknown action: ${action.onOneLine()}")
            }
        } catch (e: AuthException) {
            context.stderr.println("Authentication failed: ${e.message}")
            failure(e.message.lines().first())
        } catch (e: CommandFailure) {
            context.stderr.println("Error: ${e.message}")
            failure(e.message)
        }

    private suspend fun get(): CommandResult {
        val registry = DockerCredentials.registryIn(input.readText())
        recipients.registry(registry) ?: return failure(DockerCredentials.NOT_FOUND)
        return CommandResult(jsonText(DockerCredentials.found(registry, username, token.get())))
    }

    /** `docker login` stores the credentials it has got from here. Others would be lost, so they are refused. */
    private suspend fun store(): CommandResult {
        val registry = DockerCredentials.storedRegistryIn(input.readText())
        if (recipients.registry(registry) != null) return NOTHING
        return failure(
            "${Program.NAME} stores no passwords, and is not set up for ${registry.onOneLine()}. Name it only in credHelpers, " +
                "for its own registry.",
        )
    }

    private suspend fun erase(): CommandResult {
        val registry = DockerCredentials.registryIn(input.readText())
        if (recipients.registry(registry) != null) token.expire { true }
        return NOTHING
    }

    private suspend fun list(): CommandResult {
        val registries = if (token.isStored()) recipients.urls() else emptyList()
        return CommandResult(jsonText(DockerCredentials.list(registries, username)))
    }

    private fun failure(text: String) = CommandResult(text, ExitCode.FAILURE)

    private companion object {
        val NOTHING = CommandResult("")
    }
}
