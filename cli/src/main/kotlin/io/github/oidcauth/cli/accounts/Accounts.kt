// Tested by AccountCommandsTest.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.Config
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore

/** The accounts of the user at each server: those with a stored token, and the one in use. */
internal class Accounts(
    private val file: AccountsFile,
    /** Opened on first use. */
    private val store: () -> TokenStore,
) {
    /**
     * Returns [config], which has no account, with the one in use at its host. If there is a token without an account, that costs
     * no further access to the store.
     *
     * @throws AmbiguousAccountException if there are several accounts, and none is in use.
     * @throws io.github.oidcauth.StoreException if the store or accounts.json cannot be read.
     */
    suspend fun withAccountInUse(config: Config): Config {
        val selection = selection(config.host)
        if (selection == null && store().get(config.key) != null) return config
        val stored = stored(config.host, config.client?.clientId)
        val account = AccountChoice.default(config.host, selection, stored) ?: return config
        return config.newBuilder().also { it.account = account }.build()
    }

    /**
     * Returns those of [tokens], stored tokens of [host], that belong to the account [named], or else to the one in use.
     *
     * @throws AmbiguousAccountException if there are several accounts, and none is in use.
     */
    suspend fun ofAccount(
        host: String,
        named: String?,
        tokens: List<StoredToken>,
    ): List<StoredToken> {
        if (named != null) return normalized(named).let { account -> tokens.filter { it.account == account } }
        val stored = AccountChoice.Stored(tokens.map { it.account })
        if (stored.all.size < 2) return tokens
        val account = AccountChoice.default(host, selection(host), stored)
        return tokens.filter { it.account == account }
    }

    /** Returns the use of [tokens], all of the store. */
    suspend fun useOf(tokens: List<StoredToken>): AccountUse {
        val document = file.read()
        return AccountUse.of(tokens, document::selection)
    }

    /** Returns the account that `switch HOST` changes to. @throws AccountSwitchException if there are not two. */
    suspend fun toggled(host: String): String? = AccountChoice.toggled(host, selection(host), stored(host, null))

    /** Makes [account] the one in use at [host]. @throws io.github.oidcauth.StoreException if that cannot be saved. */
    suspend fun use(
        host: String,
        account: String?,
    ) {
        val document = file.read()
        val changed = document.with(HostId.of(host), AccountSelection(account))
        if (changed != document) file.write(changed)
    }

    /**
     * Makes [account] the one in use after its login, as other commands do, unless a token without an account is in use: scripts
     * that name no account go on with that one. Returns true if it is in use.
     */
    suspend fun useAfterLogin(
        host: String,
        account: String,
    ): Boolean {
        val selection = selection(host)
        val stored = stored(host, null)
        if (selection == null && stored.hasPlain) return false
        // The only account is in use without being selected, so that nothing has to be saved.
        if (selection == null && stored.all.size < 2) return true
        use(host, account)
        return true
    }

    /**
     * Runs [removal], which removes tokens, and then removes the selections of accounts whose last token it has removed. Those of
     * accounts whose tokens are in other stores stay. The tokens are gone in any case, so a failure is left to the next command
     * that needs an account.
     */
    suspend fun <T> forgettingRemoved(removal: suspend () -> T): T {
        val before = usableSelections()
        val result = removal()
        if (!before.isNullOrEmpty()) usableSelections()?.let { after -> forget(before - after) }
        return result
    }

    /** Returns the servers whose selected account has a token in the store, or null if that is not known. */
    private suspend fun usableSelections(): Set<String>? =
        try {
            val document = file.read()
            val tokens = if (document.names.isEmpty()) emptyList() else described()
            document.names.filterTo(mutableSetOf()) { document.selection(it)?.account in storedIn(tokens, it, null).all }
        } catch (_: StoreException) {
            null
        }

    private suspend fun forget(hosts: Set<String>) {
        if (hosts.isEmpty()) return
        try {
            file.write(hosts.fold(file.read()) { rest, host -> rest.with(host, null) })
        } catch (_: StoreException) {
            // See forgettingRemoved.
        }
    }

    /** Returns true if a token of [account] is stored for [host]. */
    suspend fun isStored(
        host: String,
        account: String?,
    ): Boolean = account in stored(host, null).all

    /**
     * Returns [name] in the spelling of stored accounts, or null if it is empty.
     *
     * @throws io.github.oidcauth.InvalidConfigException if it is not a name.
     */
    fun normalized(name: String): String? =
        name.ifEmpty { null }?.let { StoredToken(TokenKey.forHost(ANY_HOST, it), NO_TOKEN).account }

    private suspend fun selection(host: String): AccountSelection? = file.read().selection(HostId.of(host))

    private suspend fun stored(
        host: String,
        clientId: String?,
    ) = storedIn(described(), host, clientId)

    /** The keys name the account, so that no token has to be read. */
    private suspend fun described(): List<StoredToken> = store().keys().map { StoredToken(it, NO_TOKEN) }

    private fun storedIn(
        tokens: List<StoredToken>,
        host: String,
        clientId: String?,
    ): AccountChoice.Stored {
        val id = HostId.of(host)
        val there = tokens.filter { HostId.of(it) == id && (clientId == null || it.clientId == clientId) }
        return AccountChoice.Stored(there.map { it.account })
    }

    private companion object {
        const val ANY_HOST = "https://host.example"
        val NO_TOKEN = Token("none")
    }
}
