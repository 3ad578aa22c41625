package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token

/** The result of a refresh: a token, or none because of a [refusal], if that is known. Without both, a login is needed. */
internal class RefreshResult(
    val token: Token?,
    val refusal: AuthException? = null,
    /** The token that was refreshed, or null. */
    val refreshed: Token? = null,
)
