// Tested by StatusCommandTest.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenManager
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.TokenUser
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.jsonText
import io.github.oidcauth.cli.onOneLine
import java.time.ZoneId
import kotlin.time.Clock

/** The logins at [host], or at all servers, and the exit code, by which a script sees if a login is needed. */
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
        val id = host?.let { HostId.of(it) }
        val there = if (id == null) all else all.filter { HostId.of(it) == id }
        val shown = there.filter { named == null || it.account == account }
        val use = context.accounts.useOf(all)
        val isInUse = { token: StoredToken -> named != null || use.isInUse(token) }
        val now = Clock.System.now()
        // Applications with py-oidc-auth have no ID token, but often an access token that names the user.
        val names = shown.filter { it.userName == null }.associate { it.key to store.get(it.key)?.let(TokenUser::nameIn) }
        val report = StatusReport(now, ZoneId.systemDefault(), context.storeChoice.toString(), isInUse) { names[it.key] }
        val isUsable = { token: StoredToken ->
            (isInUse(token) || use.isUndecided(token)) && TokenState.of(token, now) != TokenState.EXPIRED
        }
        val isLoggedIn = shown.isNotEmpty() && shown.groupBy { HostId.of(it) }.values.all { it.any(isUsable) }
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

    private fun advice(): String {
        val account = named?.let { "--account ${it.onOneLine().ifEmpty { "''" }} " }.orEmpty()
        val place = host?.let { " at ${it.onOneLine()}" }.orEmpty()
        return "You are not logged in$place. Log in: oidc-auth login $account${host?.onOneLine() ?: "HOST"}"
    }

    private companion object {
        val ORDER = compareBy<StoredToken>({ HostId.of(it) }, { it.account.orEmpty() }, { it.key.value })
    }
}
