package io.github.oidcauth.internal.loopback

import io.github.oidcauth.AuthException
import io.github.oidcauth.CallbackUnavailableException
import io.github.oidcauth.internal.callback.CallbackResult
import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.callback.ValidatedCallback
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runInterruptible
import java.io.IOException
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicReference

/**
 * Holds its port from its creation, and serves it while [await] runs. Connections that arrive earlier wait in the kernel's
 * bounded queue; their time limit begins when they are accepted.
 */
internal class LoopbackListener(
    private val bound: LoopbackPort,
    private val redirect: LoopbackRedirect,
    private val dispatcher: CoroutineDispatcher,
    private val pages: LoginResultPages,
    private val limits: ConnectionLimits,
    private val reservedPorts: ReservedPorts,
) : CallbackListener {
    private val isClosed = AtomicBoolean()
    private val current = AtomicReference<CallbackServer?>()

    override val port: Int get() = bound.redirectPort

    override val redirectUri: String = redirect.uri(bound.redirectPort)

    override suspend fun <T> await(
        validator: CallbackValidator,
        redeem: suspend (ValidatedCallback) -> T,
    ): T {
        val result = CompletableDeferred<CallbackResult>()
        val accepts = { head: RequestHead, form: String? ->
            result.completeWith(validator.validate(head.method, head.target, form))
        }
        val fallback = OtherLoginHandler(redirect, pages, validator)
        return withServer({ openServer(validator.acceptsForm, accepts, fallback) }) { show ->
            try {
                val result =
                    when (val found = result.await()) {
                        is CallbackResult.Accepted -> redeem(found.callback)
                        is CallbackResult.Failed -> throw found.cause
                        CallbackResult.Unrelated -> error("An unrelated request ends no login.")
                    }
                show(pages.signedIn())
                result
            } catch (e: AuthException) {
                show(pages.failed(e))
                throw e
            }
        }
    }

    private fun CompletableDeferred<CallbackResult>.completeWith(found: CallbackResult): Boolean =
        found !is CallbackResult.Unrelated && complete(found)

    /**
     * Runs [login] together with a server, and passes it a function that shows a page and returns when the browser has received
     * it.
     */
    private suspend fun <T> withServer(
        open: () -> CallbackServer,
        login: suspend (suspend (LoginResultPage) -> Unit) -> T,
    ): T =
        open().use { server ->
            check(current.compareAndSet(null, server)) { "One login at a time waits for a callback listener." }
            try {
                coroutineScope {
                    val job = launch(dispatcher) { runInterruptible { server.serve() } }
                    login { page ->
                        server.finish(LoopbackResponse.of(page))
                        job.join()
                    }
                }
            } finally {
                current.set(null)
            }
        }

    private fun openServer(
        readsForms: Boolean,
        accepts: (RequestHead, String?) -> Boolean,
        fallback: CallbackServer.FallbackHandler,
    ): CallbackServer =
        try {
            CallbackServer(bound, limits, readsForms, accepts, fallback = fallback)
        } catch (e: IOException) {
            throw CallbackUnavailableException(
                "The login cannot be completed on this machine: listening for the browser failed. Log in again.",
                e,
            )
        }

    override fun close() {
        if (isClosed.compareAndSet(false, true)) {
            current.get()?.close()
            bound.close()
        }
    }

    override fun closeToLateCallbacks() {
        if (isClosed.compareAndSet(false, true)) {
            current.get()?.close()
            reservedPorts.reserve(bound, redirect.path, pages, limits)
        }
    }
}
