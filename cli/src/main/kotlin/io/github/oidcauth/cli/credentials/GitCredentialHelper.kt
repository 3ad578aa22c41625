// Tested by GitCredentialCommandTest.
package io.github.oidcauth.cli.credentials

import io.github.oidcauth.AuthException
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.framework.Failures

/** A credential helper of git (gitcredentials(7)). */
internal class GitCredentialHelper(
    private val context: CommandContext,
    private val recipients: TokenRecipients,
    private val token: HelperToken,
    private val response: GitCredentialResponse,
) {
    /** Returns the response to [action]. Helpers ignore actions that they do not have. */
    suspend fun run(action: String): CommandResult {
        if (action != GET && action != ERASE) return NOTHING
        val request = GitCredentialRequest.parse(HelperInput(context.process.stdin).read())
        if (!recipients.accept(request.server)) {
            context.log.debug { "No token for ${request.server ?: "the server of git"}: --for does not name it" }
            return NOTHING
        }
        if (action == GET) return get(request)
        token.expire { response.isNamed(request, it) }
        return NOTHING
    }

    /** After a failure git must not prompt for a password, which the server would not accept. */
    private suspend fun get(request: GitCredentialRequest): CommandResult =
        try {
            CommandResult(response.text(request, token.get()))
        } catch (e: AuthException) {
            context.stderr.println("Authentication failed: ${e.message}")
            CommandResult(GitCredentialResponse.QUIT, Failures.exitCodeOf(e))
        } catch (e: CommandFailure) {
            context.stderr.println("Error: ${e.message}")
            CommandResult(GitCredentialResponse.QUIT, e.exitCode)
        }

    private companion object {
        const val GET = "get"
        const val ERASE = "erase"
        val NOTHING = CommandResult("")
    }
}
