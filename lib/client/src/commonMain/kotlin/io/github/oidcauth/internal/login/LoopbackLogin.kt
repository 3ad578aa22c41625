package io.github.oidcauth.internal.login

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.Token
import io.github.oidcauth.internal.callback.CallbackResult
import io.github.oidcauth.internal.callback.CallbackValidator
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

/** A login in the user's browser that is redirected to a port of this machine (RFC 8252 §7.3), from the listener to the token. */
internal class LoopbackLogin(
    private val server: LoginServer,
    private val listeners: CallbackListeners,
    private val interaction: InteractionChannel,
    private val redirect: LoopbackRedirect,
    timeout: Duration?,
) : CodeLogin {
    private val timeout = timeout ?: CodeLogin.DEFAULT_TIMEOUT

    override suspend fun run(
        autoOpen: Boolean,
        sink: TokenSink,
    ): Token {
        val listener = listeners.bind(redirect)
        var waiting: Waiting? = null
        try {
            val request = server.startBrowserLogin(listener.redirectUri)
            val validator = CallbackValidator(request)
            val login = BrowserLogin(request.url, listener.redirectUri, listener.port) {
                validator.validateReturned(it) != CallbackResult.Unrelated
            }
            waiting = Waiting(listener, validator, sink)
            warnOfOtherMachines(listener.port)
            interaction.call { showBrowserLogin(login) }
            if (autoOpen) interaction.openBrowser(request.url)
            return interaction.withProgress(timeout) { waiting.token() }
        } finally {
            // A user who has seen the login page can still finish the login there. The code is then sent to the program that has
            // the port.
            if (waiting?.isOpen == true) listener.closeToLateCallbacks() else listener.close()
        }
    }

    private inner class Waiting(
        private val listener: CallbackListener,
        private val validator: CallbackValidator,
        private val sink: TokenSink,
    ) {
        /**
         * Completed when the redemption of a callback begins. From then on there is no timeout, and another callback is ignored.
         */
        private val arrived = CompletableDeferred<Unit>()

        /** True until a code has arrived. */
        var isOpen = true
            private set

        suspend fun token(): Token =
            coroutineScope {
                val redirected = async { listener.await(validator, ::redeemOnce) }
                val pasted = async { redeemOnce(pastedCallback()) }
                val inTime =
                    withTimeoutOrNull(timeout) {
                        select {
                            arrived.onAwait {}
                            redirected.onJoin {}
                            pasted.onJoin {}
                        }
                    }
                // Completing it here prevents that a redemption begins after the timeout.
                if (inTime == null && arrived.complete(Unit)) throw CodeLogin.timedOut(timeout, listener.redirectUri, redirect)
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
            return sink.keep(server.redeem(callback))
        }

        private suspend fun pastedCallback(): ValidatedCallback {
            while (true) {
                val line = interaction.callOrNull { readPastedLine() }
                when (val result = line?.takeIf { it.isNotBlank() }?.let(validator::validatePasted)) {
                    is CallbackResult.Accepted -> return result.callback
                    is CallbackResult.Failed -> throw result.cause
                    is CallbackResult.Unrelated -> interaction.callOrNull { warn(notTheCallback()) }
                    null -> delay(PASTE_CHECK)
                }
            }
        }
    }

    private suspend fun warnOfOtherMachines(port: Int) {
        val address = redirect.listen?.takeUnless { it.isLoopback } ?: return
        val place = "${address.host}:${address.port ?: port}"
        interaction.call {
            warn(
                "The redirect of this login is received at $place, which other machines may reach. They cannot " +
                    "complete the login, but can disturb it. Publish the port of a container on the loopback interface " +
                    "alone: -p 127.0.0.1:$port:${address.port ?: port}.",
            )
        }
    }

    private fun notTheCallback() =
        "That is not the URL that this login redirects to. Paste the whole URL, from http://${redirect.host} to its end."

    private companion object {
        val PASTE_CHECK = 200.milliseconds
    }
}
