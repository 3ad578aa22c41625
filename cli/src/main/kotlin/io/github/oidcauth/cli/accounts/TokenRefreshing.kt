// Tested by AccountCommandsTest.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.Config
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenManager
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.options.ClientOptions

/** Refreshes a stored token at once, without a login. */
internal class TokenRefreshing(
    private val context: CommandContext,
    private val client: ClientOptions,
    /** The token route of an application, or null for the default. */
    private val tokenRoute: String?,
) {
    /**
     * Refreshes the token of [host].
     *
     * @throws CommandFailure if a login is needed.
     * @throws io.github.oidcauth.AuthException if the refresh fails for another reason.
     */
    suspend fun result(host: String): CommandResult {
        val target = client.target(host)
        val named = if (target.hasClient) Config(host, target.settings) else null
        val store = context.store
        val selection = TokenSelection(TokenManager { this.store = store }, named, context.accounts)
        val stored = selection.single(target) ?: throw loginNeeded(host, "No token is stored for ${shown(host)}.")
        if (!stored.hasRefreshToken) throw loginNeeded(host, "The token for ${shown(host)} has no refresh token.")
        val config = configOf(stored, if (stored.clientId == null) null else context.secretIn(target.secretFile))
        try {
            DeviceFlow(config).refresh()
        } catch (e: InvalidGrantException) {
            context.log.debug { e.message }
            throw loginNeeded(host, "The server does not accept the refresh token for ${shown(host)} any more.")
        }
        return CommandResult("Refreshed the token for ${config.key.value.onOneLine()}")
    }

    /** Returns the configuration whose token is [stored]. */
    private fun configOf(
        stored: StoredToken,
        secret: String?,
    ): Config =
        Config(stored.issuer ?: stored.key.value.substringBefore('#')) {
            clientId = stored.clientId
            clientSecret = secret
            account = stored.account
            if (stored.requestedScopes.isNotEmpty()) scope = stored.requestedScopes.joinToString(" ")
            audiences = stored.audiences
            resources = stored.resources
            this@TokenRefreshing.tokenRoute?.let { tokenRoute = it }
            store = context.store
            interaction = context.interaction
            interactive = false
            caFile = context.caFile
        }

    private fun loginNeeded(
        host: String,
        why: String,
    ): CommandFailure {
        val account = client.account?.takeIf { it.isNotEmpty() }?.let { "--account ${it.onOneLine()} " }.orEmpty()
        return CommandFailure(
            "$why Log in: oidc-auth login $account${shown(host)}",
            ExitCode.LOGIN_REQUIRED,
        )
    }

    private fun shown(host: String) = host.onOneLine()
}
