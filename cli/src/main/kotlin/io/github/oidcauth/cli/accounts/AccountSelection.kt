package io.github.oidcauth.cli.accounts

/** The account that is used at one server without `--account`. Immutable. */
internal data class AccountSelection(
    /** The account, or null for the token without an account. */
    val account: String?,
)
