package io.github.oidcauth.internal.jwt

import io.github.oidcauth.AuthException
import io.github.oidcauth.oauth2.Jwk

/** The source of the public keys of a server. Thread-safe. */
internal interface KeySource {
    /**
     * Returns the known keys; fetches them when none are known.
     *
     * @throws AuthException when none are known and they cannot be fetched.
     */
    suspend fun current(): List<Jwk>

    /**
     * Fetches the keys again because a token names a key that [current] does not have. Returns null if that was done a short
     * while ago, so that invented key ids cannot cause a request each.
     *
     * @throws AuthException when they cannot be fetched.
     */
    suspend fun refreshForUnknownKey(): List<Jwk>?
}
