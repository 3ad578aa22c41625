package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.OAuthException

/** Explains to the user that a login is needed because the server refused a refresh. Pure. */
internal object RefusedRefresh {
    /**
     * Returns a line to show before the login that [refusal] makes necessary, or null when the server gave no reason, since it is
     * normal that a session ends.
     */
    fun notice(refusal: AuthException?): String? {
        val isSilent = refusal is OAuthException && refusal.errorDescription == null
        if (refusal == null || isSilent) return null
        return "The server refused to refresh the stored token, so a new login is needed. ${refusal.message}"
    }

    /** Returns [failure], which says that no user can log in, with the reason for which a login is needed. */
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
