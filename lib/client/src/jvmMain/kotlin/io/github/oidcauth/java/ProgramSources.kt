package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.text.printable
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.future.await
import java.io.IOException
import java.util.concurrent.CompletionStage
import java.util.function.Supplier

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
