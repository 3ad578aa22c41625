package io.github.oidcauth.internal.loopback

import io.github.oidcauth.AuthException

/** The pages that the user's browser shows at the end of a login. Pure: called once, and not expected to throw. */
internal interface LoginResultPages {
    /** Returns the page for a successful login. */
    fun signedIn(): LoginResultPage

    /**
     * Returns the page for a login that failed because of [error]. Its message can contain untrusted text, which must be escaped.
     */
    fun failed(error: AuthException): LoginResultPage

    /** Returns the page for the response of another login, while this login continues to wait. [error] explains it. */
    fun otherLogin(error: AuthException): LoginResultPage = failed(error)
}
