package io.github.oidcauth.http

import io.github.oidcauth.OAuthException

/** The listener of [RequestAuthorizer.Builder.onRefusal]: `{ println(it.message) }` in Kotlin, `e -> …` in Java. */
public fun interface RefusalListener {
    /**
     * Called for a response that refuses the token and is returned to the caller, before it is. [exception] is what the API said
     * in its challenge: [io.github.oidcauth.InsufficientScopeException] has the scope that it requires.
     *
     * It is called on the thread of the request, so it must return soon, and by several threads at a time.
     */
    public fun refused(exception: OAuthException)
}
