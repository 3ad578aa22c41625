package io.github.oidcauth.internal.login

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.UnauthorizedClientException

/** Explains to the user why a login goes on in the browser. Pure. */
internal object RefusedDeviceLogin {
    /**
     * Returns a line to show before the login page, or null for what is usual: a client that is registered for the browser alone. Anything
     * else can be a client that is wrong, or a rule that the user may want to know.
     */
    fun notice(refusal: AuthException): String? {
        val isUsual = refusal is UnauthorizedClientException || refusal is InvalidRequestException
        if (isUsual) return null
        return "The server refused a device login for this client, so the login goes on in the browser. ${refusal.message}"
    }

    /** Returns [failure] of the login in the browser, with the [refusal] suppressed in it, and told when nobody came back. */
    fun explain(
        failure: AuthException,
        refusal: AuthException,
    ): AuthException {
        val explained = if (failure is TimedOutException) TimedOutException("${failure.message} ${before(refusal)}") else failure
        explained.addSuppressed(refusal)
        return explained
    }

    private fun before(refusal: AuthException) =
        "The server had refused a device login before, so the client may be wrong there. ${refusal.message}"
}
