package io.github.oidcauth.internal.interaction

/** Whether a user is there to log in. */
internal fun interface UserPresence {
    /** @throws io.github.oidcauth.InteractionRequiredException with advice, when nobody is. */
    fun requireUser()
}
