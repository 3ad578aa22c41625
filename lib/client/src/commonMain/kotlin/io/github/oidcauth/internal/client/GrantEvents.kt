package io.github.oidcauth.internal.client

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.ServerMetadata
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext

/**
 * Notifies the listener of a grant, or else of the client, of the grant's result. Exceptions of the listener go to the caller.
 * Thread-safe.
 */
internal class GrantEvents(
    private val metadata: ServerMetadata,
    private val config: ClientConfig,
    /** The dispatcher that the listener is called on; it may block. */
    private val dispatcher: CoroutineDispatcher,
) {
    /** Notifies of [token], which was issued for [grant]. */
    suspend fun notifyObtained(
        grant: Grant,
        token: Token,
    ): Unit =
        tell(grant) {
            val key = keyOf(grant, token.scope)
            tokensObtained(key, token)
            val isRotated = grant is RefreshTokenGrant && token.refreshToken != null && token.refreshToken != grant.refreshToken
            if (isRotated) refreshTokenRotated(key, grant.previous, token)
        }

    /** Notifies of the effect that [failure] of [grant] has on its refresh token, if it has one. */
    suspend fun notifyFailed(
        grant: Grant,
        failure: AuthException,
    ) {
        val previous = (grant as? RefreshTokenGrant)?.previous ?: return
        val key = keyOf(grant, previous.scope)
        try {
            when (failure) {
                is InvalidGrantException -> tell(grant) { refreshTokenRemoved(key, previous) }
                is UnverifiedRefreshException -> tell(grant) { refreshTokenRotated(key, previous, previous.keeping(failure)) }
                else -> Unit
            }
        } catch (e: Exception) {
            // The failure may contain the only valid refresh token.
            e.addSuppressed(failure)
            throw e
        }
    }

    private fun Token.keeping(rotated: UnverifiedRefreshException): Token =
        newBuilder().also {
            it.refreshToken = rotated.refreshToken
            it.refreshExpiresAt = rotated.refreshExpiresAt
            it.dpopKey = rotated.dpopKey ?: dpopKey
        }.build()

    /** The token exists nowhere else, so that a cancelled caller waits for the listener too. */
    private suspend fun tell(
        grant: Grant,
        event: TokenListener.() -> Unit,
    ) {
        val listener = grant.options.listener ?: config.listener ?: return
        withContext(NonCancellable + dispatcher) { listener.event() }
    }

    private fun keyOf(
        grant: Grant,
        grantedScope: String?,
    ): TokenKey {
        val server = metadata.issuer ?: metadata.tokenEndpoint.orEmpty()
        val options = grant.options
        val scopes = listOfNotNull(options.scope ?: grantedScope)
        return try {
            TokenKey.forIssuer(server, config.clientId, scopes, options.audiences, options.resources)
        } catch (_: AuthException) {
            // A name that no stored token can have, such as a token endpoint with a query, is no reason to lose the token.
            TokenKey.of("$server#client_id=${config.clientId}")
        }
    }
}
