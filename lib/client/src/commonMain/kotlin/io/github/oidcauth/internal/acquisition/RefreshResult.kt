package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token

/** The end of a refresh: a token, or none because of a [refusal], if that is known. Without either only a login helps. */
internal class RefreshResult(
    val token: Token?,
    val refusal: AuthException? = null,
    /** The token that was refreshed, if any was. */
    val refreshed: Token? = null,
)
