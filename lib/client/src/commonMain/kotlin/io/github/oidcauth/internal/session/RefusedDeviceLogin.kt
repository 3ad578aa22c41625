package io.github.oidcauth.internal.session

import io.github.oidcauth.AuthException
import io.github.oidcauth.TimedOutException

/** Explains to the user why a login goes on in the browser. Pure. */
internal object RefusedDeviceLogin {
    /** Returns a line to show before the login page. */
    fun notice(refusal: AuthException): String =
        "The server refused a device login for this client, so the login goes on in the browser. ${refusal.message}"

    /** Returns [failure] of the login in the browser, with the [refusal] suppressed in it, and told when nobody came back. */
    fun explain(
        failure: AuthException,
        refusal: AuthException,
    ): AuthException {
        val told = if (failure is TimedOutException) TimedOutException("${failure.message} ${before(refusal)}") else failure
        told.addSuppressed(refusal)
        return told
    }

    private fun before(refusal: AuthException) =
        "The server had refused a device login before, so the client may be wrong there. ${refusal.message}"
}
