// Tested by ManagementTest and EndSessionTest.
package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.optional
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import io.github.oidcauth.StoredToken
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Management
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.LogoutOptions
import io.github.oidcauth.cli.options.hostArgument
import io.github.oidcauth.cli.tokens.EndSession

internal class LogoutCommand : Command("logout") {
    override val section = Section.LOGIN
    override val summary = "Remove the tokens of HOST, and revoke its sessions"
    override val description =
        "Removes the tokens of HOST, or with --client-id those of the client there. Offline sessions are revoked at the " +
            "issuer. A token that cannot be revoked is kept."
    override val examples =
        listOf(
            Example("oidc-auth logout https://idp.example.com", "Log out of one issuer"),
            Example("oidc-auth logout --all", "Log out of everything"),
            Example("oidc-auth logout https://idp.example.com --end-session", "Log out in the browser, too"),
        )

    override val opensBrowser: Boolean get() = logout.endSession

    private val host by hostArgument().optional()
    private val client by ClientOptions()
    private val logout by LogoutOptions()

    override suspend fun execute(context: CommandContext): CommandResult {
        val name = host
        if (logout.all) {
            if (name != null) throw UsageError("--all takes no HOST.")
            val all = Management(context)
            return ended(context, all.sorted()) { all.logoutOfAll(logout.clearOptions) }
        }
        if (name == null) {
            throw UsageError("`oidc-auth logout` needs a HOST, or --all. (If the host is named logout, write https://logout.)")
        }
        val target = client.target(name)
        val management = Management.of(context, target)
        return ended(context, management.matching(target)) { management.logout(target, logout.clearOptions) }
    }

    /** Removes [tokens] by [remove], and ends the sessions in the browser if the user wants that. */
    private suspend fun ended(
        context: CommandContext,
        tokens: List<StoredToken>,
        remove: suspend () -> CommandResult,
    ): CommandResult {
        val result = remove()
        if (!logout.endSession || tokens.isEmpty()) return result
        val isEnded = EndSession(context.caFile, context.interaction, context.stderr).open(tokens)
        return if (isEnded) result else CommandResult(result.text, ExitCode.FAILURE)
    }
}
