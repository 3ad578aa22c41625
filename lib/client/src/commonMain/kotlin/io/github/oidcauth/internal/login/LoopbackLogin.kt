package io.github.oidcauth.internal.login

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.Token
import io.github.oidcauth.internal.callback.CallbackExpectation
import io.github.oidcauth.internal.callback.CallbackResult
import io.github.oidcauth.internal.callback.ValidatedCallback
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.loopback.CallbackListener
import io.github.oidcauth.internal.loopback.CallbackListeners
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.servers.LoginServer
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

/** A login in the person's browser that comes back to a port of this machine (RFC 8252 §7.3), from the listener to the token. */
internal class LoopbackLogin(
    private val server: LoginServer,
    private val listeners: CallbackListeners,
    private val interaction: InteractionChannel,
    private val redirect: LoopbackRedirect,
    timeout: Duration?,
) : CodeLogin {
    private val patience = timeout ?: CodeLogin.DEFAULT_TIMEOUT

    override suspend fun run(
        autoOpen: Boolean,
        intake: TokenSink,
    ): Token {
        val listener = listeners.bind(redirect)
        var waiting: Waiting? = null
        try {
            val request = server.startBrowserLogin(listener.redirectUri)
            val expectation = CallbackExpectation(request)
            val login = BrowserLogin(request.url, listener.redirectUri, listener.port) {
                expectation.validateReturned(it) != CallbackResult.Unrelated
            }
            waiting = Waiting(listener, expectation, intake)
            interaction.call { showBrowserLogin(login) }
            if (autoOpen) interaction.openBrowser(request.url)
            return interaction.showingProgress(patience) { waiting.token() }
        } finally {
            // A user who has seen the page can still finish the login there, and the code is sent to the program that has the
            // port.
            if (waiting?.isOpen == true) listener.closeToLateCallbacks() else listener.close()
        }
    }

    private inner class Waiting(
        private val listener: CallbackListener,
        private val expectation: CallbackExpectation,
        private val intake: TokenSink,
    ) {
        /** Complete from the moment a callback is being redeemed: from then on no timeout applies, and no second one counts. */
        private val arrived = CompletableDeferred<Unit>()

        /** True until a code has arrived. */
        var isOpen = true
            private set

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
                if (inTime == null && arrived.complete(Unit)) throw CodeLogin.timedOut(patience, listener.redirectUri)
                val token =
                    select {
                        redirected.onAwait { it }
                        pasted.onAwait { it }
                    }
                coroutineContext.cancelChildren()
                token
            }

        private suspend fun redeemOnce(callback: ValidatedCallback): Token {
            if (!arrived.complete(Unit)) awaitCancellation()
            isOpen = false
            return intake.keep(server.redeem(callback))
        }

        private suspend fun pastedCallback(): ValidatedCallback {
            while (true) {
                val line = interaction.attempt { pastedLine() }
                when (val result = line?.takeIf { it.isNotBlank() }?.let(expectation::validatePasted)) {
                    is CallbackResult.Accepted -> return result.callback
                    is CallbackResult.Failed -> throw result.cause
                    is CallbackResult.Unrelated -> interaction.attempt { warn(notTheCallback()) }
                    null -> delay(PASTE_CHECK)
                }
            }
        }
    }

    private fun notTheCallback() =
        "That is not the address this login comes back to. Paste all of it, from http://${redirect.host} to its end."

    private companion object {
        val PASTE_CHECK = 200.milliseconds
    }
}
