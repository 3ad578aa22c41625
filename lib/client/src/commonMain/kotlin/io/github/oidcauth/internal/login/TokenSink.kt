package io.github.oidcauth.internal.login

import io.github.oidcauth.Token

/** Stores a token as soon as it is received, so that no later failure of the login can lose it. */
internal fun interface TokenSink {
    /** Stores [token] and returns it. Not cancellable. */
    suspend fun keep(token: Token): Token

    companion object {
        /** Stores nothing; the caller of the login stores the token. */
        val NONE = TokenSink { it }
    }
}
