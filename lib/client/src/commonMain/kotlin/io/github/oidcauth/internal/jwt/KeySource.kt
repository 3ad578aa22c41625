package io.github.oidcauth.internal.jwt

import io.github.oidcauth.AuthException
import io.github.oidcauth.oauth2.Jwk

/** Where the public keys of a server come from. Thread-safe. */
internal interface KeySource {
    /** The keys as far as they are known; they are fetched when none are. @throws AuthException when there are none to be had. */
    suspend fun current(): List<Jwk>

    /**
     * The keys fetched anew, because a token names one that [current] has not. Null when that was done a short while ago, so that
     * nobody can have them fetched again and again by inventing names.
     *
     * @throws AuthException when they cannot be fetched.
     */
    suspend fun refreshForUnknownKey(): List<Jwk>?
}
