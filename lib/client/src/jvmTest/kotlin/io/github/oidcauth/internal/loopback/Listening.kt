package io.github.oidcauth.internal.loopback

import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.callback.pendingLogin
import io.github.oidcauth.oauth2.ResponseMode
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.withTimeout
import kotlin.time.Duration.Companion.seconds

internal const val STATE = "random|http://localhost/callback|verifier-0123456789"

/** The form of [STATE] in a query of a browser. */
internal const val STATE_ENCODED = "random%7Chttp%3A%2F%2Flocalhost%2Fcallback%7Cverifier-0123456789"

internal fun CallbackListener.validator(
    state: String = STATE,
    mode: ResponseMode = ResponseMode.QUERY,
): CallbackValidator =
    CallbackValidator(pendingLogin(redirectUri, state, mode = mode))

/** Runs [test] on a bound listener, closed afterwards, and fails rather than hangs. */
internal suspend fun <T> listening(
    limits: ConnectionLimits = ConnectionLimits(),
    redirect: LoopbackRedirect = LoopbackRedirect.of(listOf(0)),
    test: suspend CoroutineScope.(CallbackListener) -> T,
): T =
    withTimeout(60.seconds) {
        LoopbackListeners(Dispatchers.IO, limits = limits).bind(redirect).use { coroutineScope { test(it) } }
    }

/** A login that waits in the background and gives back the code. */
internal fun CoroutineScope.codeOf(
    listener: CallbackListener,
    mode: ResponseMode = ResponseMode.QUERY,
    redeemed: () -> Unit = {},
): Deferred<String> =
    async {
        listener.await(listener.validator(mode = mode)) {
            redeemed()
            it.code
        }
    }

internal fun trueCallback(code: String = "the-code"): String = "/callback?code=$code&state=$STATE_ENCODED"

/** Returns the form that a browser posts as a response with [STATE]. */
internal fun trueForm(code: String = "the-code"): String = "code=$code&state=$STATE_ENCODED"

/** Listens on the first of [ports] as in most logins. */
internal suspend fun LoopbackListeners.bind(ports: List<Int>): CallbackListener = bind(LoopbackRedirect.of(ports))
