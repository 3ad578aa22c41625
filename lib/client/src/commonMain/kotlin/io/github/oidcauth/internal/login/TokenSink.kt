package io.github.oidcauth.internal.login

import io.github.oidcauth.Token

/** Stores a token in the moment in which it arrives, so that nothing of the rest of a login can lose it. */
internal fun interface TokenSink {
    /** Returns [token], stored. Not cancellable. */
    suspend fun keep(token: Token): Token

    companion object {
        /** Stores nothing: the caller of the login does. */
        val NONE = TokenSink { it }
    }
}
