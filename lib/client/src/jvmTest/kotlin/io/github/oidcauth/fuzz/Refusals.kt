package io.github.oidcauth.fuzz

import io.github.oidcauth.AuthException

/** Runs [action], one of several that may refuse what they are given, each by itself. */
internal suspend fun orRefused(action: suspend () -> Any?) {
    try {
        action().toString()
    } catch (_: AuthException) {
        // That is how they refuse.
    }
}
