package io.github.oidcauth.cli.accounts

import io.github.oidcauth.StoredToken

/** The stored tokens of the accounts in use. Immutable. */
internal class AccountUse private constructor(
    private val inUse: Set<StoredToken>,
    private val undecided: Set<StoredToken>,
) {
    /** Returns true if [token] is of the account in use at its server. */
    fun isInUse(token: StoredToken): Boolean = token in inUse

    /** Returns true if the server of [token] has several accounts, and none is in use. */
    fun isUndecided(token: StoredToken): Boolean = token in undecided

    companion object {
        /** Returns the use of [tokens], all of a store, by the [selection] at each server. */
        fun of(
            tokens: List<StoredToken>,
            selection: (String) -> AccountSelection?,
        ): AccountUse {
            val inUse = mutableSetOf<StoredToken>()
            val undecided = mutableSetOf<StoredToken>()
            tokens.groupBy { HostId.of(it) }.forEach { (host, there) ->
                val account = AccountChoice.inUse(selection(host), AccountChoice.Stored(there.map { it.account }))
                if (account == null) undecided += there else inUse += there.filter { it.account == account.account }
            }
            return AccountUse(inUse, undecided)
        }
    }
}
