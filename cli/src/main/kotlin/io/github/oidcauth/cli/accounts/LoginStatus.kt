// Tested by StatusCommandTest.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenManager
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.jsonText
import io.github.oidcauth.cli.onOneLine
import java.time.ZoneId
import kotlin.time.Clock

/** The logins at [host], or at all servers, and the exit code that tells a script if a login is needed. */
internal class LoginStatus(
    private val context: CommandContext,
    private val host: String?,
    /** The value of `--account`, or null. */
    private val named: String?,
) {
    suspend fun result(isJson: Boolean): CommandResult {
        val store = context.store
        val all = TokenManager { this.store = store }.list().sortedWith(ORDER)
        val account = named?.let(context.accounts::normalized)
        val there = all.filter { host == null || HostId.of(it) == HostId.of(host) }
        val shown = there.filter { named == null || it.account == account }
        val inUse = shown.filter { named != null || isInUse(it, all) }
        val now = Clock.System.now()
        val report = StatusReport(now, ZoneId.systemDefault(), context.storeChoice.toString()) { it in inUse }
        val servers = (if (isUndecided(shown, all)) shown else inUse).groupBy { HostId.of(it) }.values
        val isLoggedIn = servers.isNotEmpty() && servers.all { one -> one.any { TokenState.of(it, now) != TokenState.EXPIRED } }
        if (!isLoggedIn) context.stderr.println(advice())
        val text = if (isJson) {
            jsonText(report.json(shown))
        } else if (shown.isEmpty()) {
            ""
        } else {
            report.text(shown)
        }
        return CommandResult(text, if (isLoggedIn) ExitCode.SUCCESS else ExitCode.LOGIN_REQUIRED)
    }

    private suspend fun isInUse(
        token: StoredToken,
        all: List<StoredToken>,
    ): Boolean = context.accounts.inUse(HostId.of(token), all)?.let { it.account == token.account } ?: false

    /** Returns true if several accounts could be meant at each server, and none is in use. */
    private suspend fun isUndecided(
        shown: List<StoredToken>,
        all: List<StoredToken>,
    ): Boolean = shown.isNotEmpty() && shown.all { context.accounts.inUse(HostId.of(it), all) == null }

    private fun advice(): String {
        val account = named?.let { "--account ${it.onOneLine().ifEmpty { "''" }} " }.orEmpty()
        val place = host?.let { " at ${it.onOneLine()}" }.orEmpty()
        return "You are not logged in$place. Log in: oidc-auth login $account${host?.onOneLine() ?: "HOST"}"
    }

    private companion object {
        val ORDER = compareBy<StoredToken>({ HostId.of(it) }, { it.account.orEmpty() }, { it.key.value })
    }
}
