package io.github.oidcauth.internal.sources

import io.github.oidcauth.AuthException
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.client.GrantEvents
import io.github.oidcauth.internal.client.TokenRequests
import io.github.oidcauth.oauth2.Grant
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/** Sends the grants of a source. A token listener that fails is reported and loses no token. */
internal class GrantSender(
    private val requests: TokenRequests,
    private val events: GrantEvents,
    private val reports: FailureReports,
) {
    /** Fetches what [send] needs before the grant is sent. */
    suspend fun prepare(grant: Grant): Unit = requests.prepare(grant)

    /** Sends [grant] once. */
    suspend fun send(grant: Grant): Token {
        val token =
            try {
                requests.token(grant)
            } catch (e: AuthException) {
                tell { events.notifyFailed(grant, e) }
                throw e
            }
        notifyObtained(grant, token)
        return token
    }

    /** Notifies the program of [token], which was issued for [grant]. */
    suspend fun notifyObtained(
        grant: Grant,
        token: Token,
    ): Unit = tell { events.notifyObtained(grant, token) }

    private suspend fun tell(event: suspend () -> Unit) {
        try {
            event()
        } catch (e: CancellationException) {
            currentCoroutineContext().ensureActive()
            reports.tell(listenerFailed(e))
        } catch (e: Exception) {
            reports.tell(listenerFailed(e))
        }
    }

    private fun listenerFailed(e: Exception) =
        StoreException("The token listener of this program failed (${e::class.simpleName}). The token is not affected.", e)
}
