package io.github.oidcauth.internal.login

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.UnauthorizedClientException

/** Explains to the user that the login continues in the browser because the device login was refused. Pure. */
internal object RefusedDeviceLogin {
    /**
     * Returns a line to show before the login page, or null for the usual case of a client that is registered for the browser
     * alone. Other refusals may mean that the client is wrong, or that a policy applies that the user should know.
     */
    fun notice(refusal: AuthException): String? {
        val isUsual = refusal is UnauthorizedClientException || refusal is InvalidRequestException
        if (isUsual) return null
        return "The server refused a device login for this client, so the login goes on in the browser. ${refusal.message}"
    }

    /**
     * Returns the [failure] of the browser login with [refusal] suppressed in it. If the login timed out, the message contains
     * the refusal.
     */
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
