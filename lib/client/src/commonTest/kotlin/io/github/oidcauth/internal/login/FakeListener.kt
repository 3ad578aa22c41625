package io.github.oidcauth.internal.login

import io.github.oidcauth.internal.callback.CallbackResult
import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.callback.ValidatedCallback
import io.github.oidcauth.internal.loopback.CallbackListener
import io.github.oidcauth.internal.loopback.CallbackListeners
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import kotlinx.coroutines.channels.Channel

/** A listener whose requests come from a script: targets such as `/callback?code=…`. */
internal class FakeListener : CallbackListener, CallbackListeners {
    val requests = Channel<String>(Channel.UNLIMITED)
    var boundPorts: List<Int>? = null
    var closed = false
    var closedToLateCallbacks = false

    override val port: Int = 53_100
    override val redirectUri: String = "http://localhost:53100/callback"

    /** For another login. */
    fun reopen() {
        closed = false
        closedToLateCallbacks = false
    }

    override suspend fun bind(redirect: LoopbackRedirect): CallbackListener = also { boundPorts = redirect.ports }

    override suspend fun <T> await(
        validator: CallbackValidator,
        redeem: suspend (ValidatedCallback) -> T,
    ): T {
        check(!closed) { "Nobody waits on a closed listener." }
        for (target in requests) {
            when (val result = validator.validate("GET", target)) {
                is CallbackResult.Accepted -> return redeem(result.callback)
                is CallbackResult.Failed -> throw result.cause
                is CallbackResult.Unrelated -> continue
            }
        }
        error("The script's channel is never closed.")
    }

    override fun close() {
        closed = true
    }

    override fun closeToLateCallbacks() {
        closed = true
        closedToLateCallbacks = true
    }
}
