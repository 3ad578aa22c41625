// Tested by StoredLoginTest.
package io.github.oidcauth.cli

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenManager
import io.github.oidcauth.TokenStore
import io.github.oidcauth.cli.accounts.Accounts
import io.github.oidcauth.cli.accounts.HostId

/** Finds the stored login that is meant by a host, or a host and a client, without its scopes. */
internal class StoredLogin(
    private val store: TokenStore,
    private val accounts: Accounts,
) {
    /**
     * Returns [config], or if no token is stored for it, the configuration of the only login that is stored at its host, by its
     * client if it has one.
     *
     * @throws AmbiguousTargetException if there are several, and [config] has no client.
     */
    suspend fun of(config: Config): Config {
        if (store.get(config.key) != null) return config
        val clientId = config.client?.clientId
        val atHost =
            TokenManager { store = this@StoredLogin.store }.list().filter {
                it.issuer != null && HostId.of(it) == HostId.of(config.host) && (clientId == null || it.clientId == clientId)
            }
        val stored = accounts.ofAccount(config.host, config.account, atHost)
        if (stored.size > 1 && clientId == null) throw AmbiguousTargetException(stored.map { it.key.value.onOneLine() }.sorted())
        return stored.singleOrNull()?.let { configOf(config, it) } ?: config
    }

    /** Returns [config] for the token [stored], or null if it would have another key. */
    private fun configOf(
        config: Config,
        stored: StoredToken,
    ): Config? =
        try {
            val builder = if (config.client == null) atIssuer(config, stored) else config.newBuilder()
            builder.also {
                it.account = stored.account
                it.scope = stored.requestedScopes.joinToString(" ").ifEmpty { null }
                it.audiences = stored.audiences
                it.resources = stored.resources
            }.build().takeIf { it.key == stored.key }
        } catch (_: AuthException) {
            // Another program has written a key with values that are none.
            null
        }

    /** Returns the settings of [config], which is for an application, for the issuer and the client of [stored]. */
    private fun atIssuer(
        config: Config,
        stored: StoredToken,
    ): Config.Builder =
        Config.builder(stored.issuer.orEmpty()).also {
            it.clientId = stored.clientId
            it.minTtl = config.minTtl
            it.timeout = config.timeout
            it.flow = config.flow
            it.interactive = config.interactive
            it.terminalRequired = config.terminalRequired
            it.interaction = config.interaction
            it.openBrowser = config.openBrowser
            it.caFile = config.caFile
            it.store = config.store
        }
}
