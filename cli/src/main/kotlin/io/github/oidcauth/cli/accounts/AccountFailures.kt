package io.github.oidcauth.cli.accounts

import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.onOneLine

/** Thrown when several accounts have a token at [host], and none of them is in use. */
internal class AmbiguousAccountException(
    host: String,
    accounts: List<String>,
) : CommandFailure(
        "There are several accounts at ${host.onOneLine()}: ${accounts.joinToString(", ") { it.onOneLine() }}. Name one with " +
            "--account, or choose the one to use from now on: oidc-auth switch --account NAME ${host.onOneLine()}",
    )

/** Thrown when `switch` cannot change the account. */
internal class AccountSwitchException(message: String) : CommandFailure(message)
