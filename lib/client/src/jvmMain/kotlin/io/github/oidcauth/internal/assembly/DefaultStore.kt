package io.github.oidcauth.internal.assembly

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.environment.BatchAdvice
import io.github.oidcauth.internal.environment.Environment

/** The file that `OIDC_TOKEN_FILE` names, or the one of [appName], which the Python client uses too. */
internal fun defaultStore(
    environment: Environment,
    appName: String,
    notices: StoreNotices,
): TokenStore {
    val named = environment[BatchAdvice.TOKEN_FILE_VARIABLE]?.takeIf { it.isNotBlank() }
    return if (named != null) FileTokenStore.at(named, notices) else FileTokenStore.forApp(appName, notices)
}
