package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import java.util.concurrent.CompletableFuture
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.future.future as futureIn

/**
 * Starts [work] with [context], by default on `Dispatchers.Default`, and returns at once. The future completes with the result or the exception of [work]; nothing
 * is thrown here. Whatever else completes the future first, such as `cancel` or `orTimeout`, cancels [work].
 */
internal fun <T> future(
    context: CoroutineContext = EmptyCoroutineContext,
    work: suspend () -> T,
): CompletableFuture<T> =
    CoroutineScope(Dispatchers.Default + context).futureIn {
        try {
            work()
        } catch (e: Exception) {
            // After a cancellation nobody can receive a failure. It would be reported as uncaught.
            currentCoroutineContext().ensureActive()
            throw e
        }
    }

/** Starts [work] as [future] does. The future completes with null. */
internal fun voidFuture(
    context: CoroutineContext = EmptyCoroutineContext,
    work: suspend () -> Unit,
): CompletableFuture<Void?> =
    future(context) {
        work()
        null
    }
