package io.github.oidcauth.internal.session

import io.github.oidcauth.AuthException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.OAuthException

/** Tells the user why the server did not refresh a token for good, so that only a login helps. Pure. */
internal object RefusedRefresh {
    /**
     * Returns a line to show before the login that [refusal] makes necessary, or null when the server gave no reason: that a
     * session ends some day is nothing to tell.
     */
    fun notice(refusal: AuthException?): String? {
        val isSilent = refusal is OAuthException && refusal.errorDescription == null
        if (refusal == null || isSilent) return null
        return "The server refused to refresh the stored token, so a new login is needed. ${refusal.message}"
    }

    /** Returns [failure], which says that nobody is there to log in, with the reason why somebody has to. */
    fun explain(
        failure: InteractionRequiredException,
        refusal: AuthException?,
    ): InteractionRequiredException {
        if (refusal == null) return failure
        return InteractionRequiredException(
            "The server refused to refresh the stored token. ${refusal.message}\n${failure.message}",
            refusal,
        )
    }
}
