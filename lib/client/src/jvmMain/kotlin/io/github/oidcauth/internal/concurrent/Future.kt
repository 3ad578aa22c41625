package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import java.util.concurrent.CompletableFuture
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.future.future as futureIn

/**
 * Starts [work] with [context], by default on `Dispatchers.Default`, and returns at once. The future completes with the result
 * or the exception of [work]; nothing is thrown here. Whatever else completes the future first, such as `cancel` or
 * `orTimeout`, cancels [work]; what [work] throws then is reported to nobody.
 */
internal fun <T> future(
    context: CoroutineContext = EmptyCoroutineContext,
    work: suspend () -> T,
): CompletableFuture<T> = CoroutineScope(Dispatchers.Default + context).futureIn { work() }

/** Starts [work] as [future] does. The future completes with null. */
internal fun voidFuture(
    context: CoroutineContext = EmptyCoroutineContext,
    work: suspend () -> Unit,
): CompletableFuture<Void?> =
    future(context) {
        work()
        null
    }
