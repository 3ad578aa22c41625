package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token

/** The result of a refresh. Without a [token] a login is needed; [refusal] is the server's reason, if it gave one. */
internal class RefreshResult(
    val token: Token?,
    val refusal: AuthException? = null,
    /** The token that was refreshed, or null. */
    val refreshed: Token? = null,
)
