package io.github.oidcauth.internal.interaction

/** Checks that a user is present who can log in. */
internal fun interface UserPresence {
    /**
     * Returns if a user can log in.
     *
     * @throws io.github.oidcauth.InteractionRequiredException with advice, when no user is present.
     */
    fun requireUser()
}
