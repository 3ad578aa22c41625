// Tested by UsageTest.
package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.convert
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.versionOption
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.Program
import io.github.oidcauth.cli.StoredTokens
import io.github.oidcauth.cli.TokenForm
import io.github.oidcauth.cli.Version
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.grants.TokenAccess
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.options.urlOf

/** `oidc-auth HOST` and the flags of the Python command. */
internal class BareCommand : Command(Program.NAME) {
    override val section = Section.LOGIN
    override val summary = "Log in at HOST, as the Python command does"
    override val form = "HOST"
    override val opensBrowser: Boolean get() = !login.noBrowser
    override val failureTitle: String get() = if (management == null) "Authentication failed" else "Error"

    private val hosts by argument("HOST", help = "The base URL of the application, or with --client-id the issuer.").convert {
        urlOf(it, context)
    }.multiple()
    private val list by option("--list", help = "List the hosts with a stored token.").flag()
    private val clear by option("--clear", help = "Remove all tokens. They are not revoked.").flag()
    private val remove by option("--remove", metavar = "HOST", help = "Remove the token of HOST. It is not revoked.")
        .convert { urlOf(it, context) }
    private val json by option("--json", help = "Print the whole token as JSON.").flag()
    private val client by ClientOptions()
    private val grant by GrantOptions()
    private val login by LoginOptions()

    private val management get() = listOfNotNull(
        "--list".takeIf {
            list
        },
        "--clear".takeIf { clear },
        remove?.let { "--remove" },
    ).firstOrNull()

    init {
        versionOption(Version.TEXT, help = "Print the version.", message = { "${Program.NAME} $it" })
    }

    override suspend fun execute(context: CommandContext): CommandResult {
        val option = management ?: return logIn(context)
        val chosen = listOf("--list" to list, "--clear" to clear, "--remove" to (remove != null)).filter { it.second }
        if (chosen.size > 1) throw UsageError("${chosen.joinToString(" and ") { it.first }} cannot be combined.")
        // A user who writes `--clear HOST` would lose the tokens of all hosts.
        if (hosts.isNotEmpty()) {
            throw UsageError("$option takes no further HOST. To remove one token: ${Program.NAME} --remove HOST.")
        }
        val tokens = StoredTokens(context.store)
        if (list) return CommandResult(tokens.list())
        return CommandResult(context.accounts.forgettingRemoved { remove?.let { tokens.remove(it) } ?: tokens.clear() })
    }

    private suspend fun logIn(context: CommandContext): CommandResult {
        val host =
            hosts.singleOrNull()
                ?: throw UsageError(if (hosts.isEmpty()) NO_HOST else "There is more than one HOST: ${hosts.joinToString(" ")}.")
        return TokenAccess(context, host, client, login, grant).result(if (json) TokenForm.JSON else TokenForm.SUMMARY)
    }

    private companion object {
        const val NO_HOST = "HOST is required for authentication."
    }
}
