package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.OAuthException

/** Explains to the user why the server refused a refresh, so that a login is necessary. Pure. */
internal object RefusedRefresh {
    /**
     * Returns a line to show before the login that [refusal] makes necessary, or null when the server gave no reason: it
     * is normal that a session ends some day.
     */
    fun notice(refusal: AuthException?): String? {
        val isSilent = refusal is OAuthException && refusal.errorDescription == null
        if (refusal == null || isSilent) return null
        return "The server refused to refresh the stored token, so a new login is needed. ${refusal.message}"
    }

    /** Returns [failure], which says that no user can log in, with the reason why a login is necessary. */
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
