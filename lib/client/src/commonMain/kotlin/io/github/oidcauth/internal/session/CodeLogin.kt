package io.github.oidcauth.internal.session

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.LoginServer
import io.github.oidcauth.internal.loopback.CallbackListener
import io.github.oidcauth.internal.loopback.CallbackListeners
import io.github.oidcauth.internal.protocol.CallbackExpectation
import io.github.oidcauth.internal.protocol.CallbackVerdict
import io.github.oidcauth.internal.protocol.ValidatedCallback
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelChildren
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes

/** A login in the person's browser (RFC 8252), from the listener to the token. */
internal class CodeLogin(
    private val server: LoginServer,
    private val listeners: CallbackListeners,
    private val interaction: InteractionChannel,
    private val redirectPorts: List<Int>,
    timeout: Duration?,
) {
    private val patience = timeout ?: DEFAULT_TIMEOUT

    suspend fun run(autoOpen: Boolean): Token =
        listeners.bind(redirectPorts).use { listener ->
            val request = server.startBrowserLogin(listener.redirectUri)
            interaction.call { showBrowserLogin(BrowserLogin(request.url, listener.redirectUri, listener.port)) }
            if (autoOpen) interaction.call { openBrowser(request.url) }
            interaction.showingProgress(patience) { Waiting(listener, CallbackExpectation(request)).token() }
        }

    private inner class Waiting(
        private val listener: CallbackListener,
        private val expectation: CallbackExpectation,
    ) {
        /** Complete from the moment a callback is being redeemed: from then on no timeout applies, and no second one counts. */
        private val arrived = CompletableDeferred<Unit>()

        suspend fun token(): Token =
            coroutineScope {
                val redirected = async { listener.await(expectation, ::redeemOnce) }
                val pasted = async { redeemOnce(pastedCallback()) }
                val inTime =
                    withTimeoutOrNull(patience) {
                        select {
                            arrived.onAwait {}
                            redirected.onJoin {}
                            pasted.onJoin {}
                        }
                    }
                // Claims the arrival, so that no redemption begins after this.
                if (inTime == null && arrived.complete(Unit)) throw timedOut()
                val token =
                    select {
                        redirected.onAwait { it }
                        pasted.onAwait { it }
                    }
                coroutineContext.cancelChildren()
                token
            }

        private suspend fun redeemOnce(callback: ValidatedCallback): Token =
            if (arrived.complete(Unit)) server.redeem(callback) else awaitCancellation()

        private suspend fun pastedCallback(): ValidatedCallback {
            while (true) {
                val line = interaction.call { pastedLine() }
                when (val verdict = line?.takeIf { it.isNotBlank() }?.let(expectation::judgePasted)) {
                    is CallbackVerdict.Accepted -> return verdict.callback
                    is CallbackVerdict.Failed -> throw verdict.cause
                    is CallbackVerdict.Unrelated -> interaction.call { warn(NOT_THE_CALLBACK) }
                    null -> delay(PASTE_CHECK)
                }
            }
        }
    }

    private fun timedOut() =
        TimedOutException("Nobody came back from the browser within $patience. Start the login again, or allow it more time.")

    companion object {
        /** A person looks for a password manager, a phone, a second factor. */
        val DEFAULT_TIMEOUT: Duration = 5.minutes

        private val PASTE_CHECK = 200.milliseconds
        private const val NOT_THE_CALLBACK =
            "That is not the address this login comes back to. Paste all of it, from http://localhost to its end."
    }
}
