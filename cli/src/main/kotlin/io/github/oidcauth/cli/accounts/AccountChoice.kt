package io.github.oidcauth.cli.accounts

import io.github.oidcauth.cli.onOneLine

/** The decisions about the account of one run at one server. Pure. */
internal object AccountChoice {
    /** The accounts with a stored token at one server; null stands for the token without an account. */
    class Stored(
        names: Collection<String?>,
    ) {
        val accounts: List<String> = names.filterNotNull().distinct().sorted()
        val hasPlain: Boolean = names.any { it == null }

        /** All of them; the token without an account comes first. */
        val all: List<String?> = (if (hasPlain) listOf(null) else emptyList()) + accounts
    }

    /**
     * Returns the account in use, which may have no token any more: the selected one, else none if there is a token without an
     * account, else the only account with a token. Returns null if there are several, or none.
     */
    fun inUse(
        selection: AccountSelection?,
        stored: Stored,
    ): AccountSelection? =
        when {
            selection != null -> selection
            stored.hasPlain -> AccountSelection(null)
            else -> stored.accounts.singleOrNull()?.let(::AccountSelection)
        }

    /**
     * Returns the account for a run at [host] in which the user names none.
     *
     * @throws AmbiguousAccountException if there are several.
     */
    fun default(
        host: String,
        selection: AccountSelection?,
        stored: Stored,
    ): String? {
        val inUse = inUse(selection, stored)
        if (inUse == null && stored.accounts.size > 1) throw AmbiguousAccountException(host, stored.accounts)
        return inUse?.account
    }

    /**
     * Returns the account that `switch` without a name changes to: the other one of two.
     *
     * @throws AccountSwitchException if there are more or fewer.
     */
    fun toggled(
        host: String,
        selection: AccountSelection?,
        stored: Stored,
    ): String? {
        val inUse = inUse(selection, stored)
        val others = stored.all.filter { inUse == null || it != inUse.account }
        if (inUse != null && others.size == 1) return others.single()
        val name = host.onOneLine()
        val all = shown(stored.all)
        val login = "Log in first: oidc-auth login --account NAME $name"
        throw AccountSwitchException(
            when {
                others.size > 1 -> "There are several accounts at $name: $all. Name one: oidc-auth switch --account NAME $name"
                stored.all.isEmpty() -> "No token is stored for $name. $login"
                else -> "There is no other account at $name than $all. $login"
            },
        )
    }

    /** Returns the names for a message. */
    fun shown(accounts: List<String?>): String = accounts.joinToString(", ") { shown(it) }

    /** Returns the name of [account] for a message. */
    fun shown(account: String?): String = account?.onOneLine() ?: "the token without an account"
}
