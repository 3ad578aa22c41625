package io.github.oidcauth.internal.servers

import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.text.scopeNames
import io.github.oidcauth.internal.text.shellWord

/** The advice to a user whose login has brought no refresh token. Pure. */
internal object RefreshTokenAdvice {
    private const val OFFLINE_ACCESS = "offline_access"

    /**
     * Returns the advice for the token that a login with [scope] has brought from [issuer], which has the scopes [supported] as
     * far as it names them.
     */
    fun text(
        issuer: String,
        scope: String?,
        supported: List<String>?,
    ): String =
        "The token for ${issuer.printable(max = MAX_ISSUER)} has no refresh token: log in again when it expires. " +
            remedy(scope, supported)

    private fun remedy(
        scope: String?,
        supported: List<String>?,
    ): String {
        val requested = scopeNames(scope)
        return when {
            OFFLINE_ACCESS in requested -> {
                "The scope $OFFLINE_ACCESS was requested, so have refresh tokens allowed for this client at the server."
            }

            supported != null && OFFLINE_ACCESS !in supported -> {
                "The server has no scope $OFFLINE_ACCESS: its settings for this client decide on refresh tokens."
            }

            else -> {
                val wanted = (requested + OFFLINE_ACCESS).joinToString(" ")
                "To stay logged in, request the scope $OFFLINE_ACCESS too: --scope ${shellWord(wanted)}."
            }
        }
    }

    private const val MAX_ISSUER = 500
}
