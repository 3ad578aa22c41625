package io.github.oidcauth.internal.loopback

import io.github.oidcauth.AuthException

/** What the user's browser shows at the end of a login. Pure: called once, and not expected to throw. */
internal interface LoginResultPages {
    /** The token is here. */
    fun signedIn(): LoginResultPage

    /** There is no token, because of [error]. Its message can hold a stranger's text, to be escaped. */
    fun failed(error: AuthException): LoginResultPage

    /** The page for the response of another login, while this one goes on waiting. [error] says so. */
    fun otherLogin(error: AuthException): LoginResultPage = failed(error)
}
