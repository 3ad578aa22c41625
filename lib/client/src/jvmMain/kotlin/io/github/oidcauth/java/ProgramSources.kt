package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.concurrent.ProgramCalls
import io.github.oidcauth.internal.sources.WorkInProgress
import io.github.oidcauth.internal.text.printable
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.future.await
import java.io.IOException
import java.util.concurrent.CompletionStage
import java.util.function.Supplier
import kotlin.coroutines.EmptyCoroutineContext

/** Returns the result of the stage that [obtain], a part of the program, returns. */
internal suspend fun <T> awaitStage(obtain: Supplier<out CompletionStage<out T>>): T =
    try {
        obtain.get().await()
    } catch (e: AuthException) {
        throw e
    } catch (e: CancellationException) {
        throw e
    } catch (e: Exception) {
        throw sourceFailure(e)
    }

/** Returns the exception for [e], which a function of the program has thrown. The message of other exceptions may be secret. */
internal fun sourceFailure(e: Exception): AuthException {
    val name = e.javaClass.simpleName
    val reason = if (e is IOException) ": ${(e.message ?: name).printable()}" else " ($name)."
    return TransportException(Fault.CONNECTION_LOST, "The program's own source of tokens failed$reason", e)
}

/**
 * Runs [block], a function of the program that gets a token, on [dispatcher]. If it asks other sources in turn, it waits for none of
 * the threads that functions like itself block, and not for itself.
 */
internal suspend fun <T> callSource(
    dispatcher: CoroutineDispatcher,
    block: () -> T,
): T {
    val context = currentCoroutineContext()[WorkInProgress] ?: EmptyCoroutineContext
    // A thread that runs such a function already would be blocked in any case.
    val thread = if (ProgramCalls.isOnThread) Dispatchers.Unconfined else dispatcher
    return callProgram(thread, ::sourceFailure) { ProgramCalls.run(context, block) }
}
