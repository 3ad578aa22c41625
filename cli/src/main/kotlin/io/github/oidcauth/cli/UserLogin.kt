// Tested by LoginTest, IssuerLoginTest and UnstoredLoginTest.
package io.github.oidcauth.cli

import io.github.oidcauth.Config
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.authenticate
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.tokens.FreshIdToken
import kotlin.time.Clock

/** Obtains the token of [host]: from the store, by a refresh, or by a login of the user. */
internal class UserLogin(
    private val context: CommandContext,
    private val host: String,
    private val clientOptions: ClientOptions,
    private val loginOptions: LoginOptions,
) {
    /**
     * Returns the settings for [host]. With [storageRequired], a login whose token cannot be stored does not begin. Unless this is a
     * login ([isLogin]), they are those of the only login that is stored at the host, if the user has not said more.
     */
    suspend fun config(
        storageRequired: Boolean,
        isLogin: Boolean = false,
    ): Config {
        val flow = loginOptions.flow ?: LoginFlows.inEnvironment(context.process.environment) ?: LoginFlow.AUTO
        val store = context.store
        // A pipe may never bring its secret, so everything else is checked before.
        val secretFile = clientOptions.secretFile()
        val secret = if (clientOptions.clientId == null) null else context.secretIn(secretFile)
        val config = Config(host) {
            this.flow = flow
            loginOptions.applyTo(this)
            clientOptions.applyTo(this)
            clientSecret = secret
            this.caFile = context.caFile
            this.store = store
            interaction = context.interaction
            openBrowser = !loginOptions.noBrowser
            this.storageRequired = storageRequired
        }
        val named = if (clientOptions.account == null) context.accounts.withAccountInUse(config) else config
        val isWhole = isLogin || loginOptions.force || clientOptions.isSpecific
        return if (isWhole) named else StoredLogin(store, context.accounts).of(named)
    }

    /** Returns the token for [config]. */
    suspend fun token(config: Config): Token = token(config, context.store.get(config.key))

    /** Returns the token in the form [form]. */
    suspend fun result(form: TokenForm): CommandResult {
        // The other forms are the token itself, which is usable without the store.
        val isSummary = form == TokenForm.SUMMARY
        val config = config(storageRequired = isSummary, isLogin = isSummary || form == TokenForm.JSON)
        val before = context.store.get(config.key)
        val token = token(config, before).let { if (form == TokenForm.ID_TOKEN) FreshIdToken(config).of(it) else it }
        if (config.storageRequired && !isKept(token, before, config.key, context.store)) {
            context.stderr.println(LOST)
            return CommandResult("", ExitCode.NOT_STORED)
        }
        // The other forms are those of `token`, which scripts call for one account after the other.
        val isLogin = form == TokenForm.SUMMARY || form == TokenForm.JSON
        if (isLogin && clientOptions.account != null) config.account?.let { useAccount(it) }
        if (form == TokenForm.JSON && token.refreshToken != null) context.stderr.println(COPIED)
        return CommandResult(TokenText.of(token, config.key, host, form))
    }

    /** Makes [account] the one in use after its login, if that changes nothing for those who name none, and reports it. */
    private suspend fun useAccount(account: String) {
        val name = account.onOneLine()
        val place = host.onOneLine()
        try {
            if (context.accounts.useAfterLogin(host, account)) return
            context.stderr.println(
                "The token without an account stays the one in use. To use $name: ${Program.NAME} switch --account $name $place",
            )
        } catch (e: StoreException) {
            context.stderr.println("warning: ${e.message}")
        }
    }

    /**
     * Returns true if the store has [token], or a token that has replaced it since. A token that is stale when it arrives does
     * not stay in a store.
     */
    private suspend fun isKept(
        token: Token,
        before: Token?,
        key: TokenKey,
        store: TokenStore,
    ): Boolean {
        val staleAt = token.staleAt
        if (staleAt != null && staleAt <= Clock.System.now()) return true
        return try {
            store.get(key).let { it?.accessToken == token.accessToken || (it != null && it != before) }
        } catch (_: StoreException) {
            false
        }
    }

    private suspend fun token(
        config: Config,
        before: Token?,
    ): Token {
        context.log.debug {
            before?.let { "Stored token for ${config.key}: expires ${it.expiresAt ?: "at an unknown time"}" }
                ?: "No stored token for ${config.key}"
        }
        val token = authenticate(config, loginOptions.force)
        val stored = if (token == before) "store" else "refresh"
        context.process.events?.token(config.key, token, if (context.interaction.shown == null) stored else "login")
        context.log.debug {
            val source = context.interaction.shown ?: stored
            "Token from: $source; expires ${token.expiresAt ?: "at an unknown time"}"
        }
        return token
    }

    private companion object {
        const val LOST =
            "Error: the token is valid, but could not be stored and is lost. " +
                "Repair the token store as the warning says, or name another one with --store, and log in again."

        const val COPIED =
            "warning: this is a copy of a refresh token that stays in the store. A server that replaces refresh tokens ends " +
                "the session of both when both are used. To take the token elsewhere, use `${Program.NAME} export HOST FILE`."
    }
}
