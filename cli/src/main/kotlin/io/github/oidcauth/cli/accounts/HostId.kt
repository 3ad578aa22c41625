package io.github.oidcauth.cli.accounts

import io.github.oidcauth.AuthException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenKey

/** The name of a server in one spelling, whether a user or a stored token names it: that of an application or issuer. Pure. */
internal object HostId {
    /** Returns the name of [host], which may also be the URL of an issuer's metadata document. */
    fun of(host: String): String {
        val trimmed = host.trim().substringBefore('#')
        val issuer = keyOrNull { TokenKey.forIssuer(if ("://" in trimmed) trimmed else "https://$trimmed", CLIENT) } ?: trimmed
        return keyOrNull { TokenKey.forHost(issuer) } ?: issuer
    }

    /** Returns the name of the server of [token]. */
    fun of(token: StoredToken): String = of(token.issuer ?: token.key.value)

    private fun keyOrNull(make: () -> TokenKey): String? =
        try {
            make().value.substringBefore('#')
        } catch (_: AuthException) {
            null
        }

    private const val CLIENT = "any"
}
