// Tested by AccountCommandsTest.
package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.accounts.AccountChoice
import io.github.oidcauth.cli.accounts.AccountSwitchException
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.options.AccountOption
import io.github.oidcauth.cli.options.urlOf

internal class SwitchCommand : Command("switch") {
    override val section = Section.LOGIN
    override val summary = "Choose the account to use at HOST"
    override val form = "[ACCOUNT] HOST"
    override val description =
        "The account is used by all commands that name no other one with --account. Without a name, of two accounts the other " +
            "one is chosen. An empty name ('') is the token without an account."
    override val examples =
        listOf(
            Example("oidc-auth switch https://idp.example.com", "Change to the other account of two"),
            Example("oidc-auth switch alice@example.com https://idp.example.com", "Choose one by its name"),
        )

    // The name of an account may be that of an alias, so only the last word is taken for a host.
    private val words by argument(
        "HOST",
        help = "The server. Before it, the name of the account; or --account NAME.",
    ).multiple(required = true)
    private val option by AccountOption()

    override suspend fun execute(context: CommandContext): CommandResult {
        val (named, host) = arguments()
        val accounts = context.accounts
        val account = if (named == null) accounts.toggled(host) else accounts.normalized(named)
        if (named != null && !accounts.isStored(host, account)) {
            throw AccountSwitchException(
                "No token of ${AccountChoice.shown(account)} is stored for ${host.onOneLine()}. Log in first: oidc-auth login " +
                    "--account ${account?.onOneLine() ?: "''"} ${host.onOneLine()}",
            )
        }
        accounts.use(host, account)
        return CommandResult("Switched to ${AccountChoice.shown(account)} at ${host.onOneLine()}")
    }

    /** Returns the name of the account, or null, and the host. */
    private fun arguments(): Pair<String?, String> {
        val fault = "`oidc-auth switch` takes a HOST, and before it the name of an account, or --account NAME."
        if (words.size > 2) throw UsageError(fault)
        // No account is a URL, so of two words a URL is the host wherever it stands.
        val ordered = if (URL in words.first() && URL !in words.last()) words.reversed() else words
        return (ordered.first().takeIf { ordered.size == 2 } ?: option.account) to urlOf(ordered.last(), currentContext)
    }

    private companion object {
        const val URL = "://"
    }
}
