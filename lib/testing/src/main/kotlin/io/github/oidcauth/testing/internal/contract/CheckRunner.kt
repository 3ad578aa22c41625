// Tested by TokenStoreContractTest.
package io.github.oidcauth.testing.internal.contract

import io.github.oidcauth.TokenStore
import io.github.oidcauth.testing.SettableClock
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * Runs a check with a new store, away from the caller's dispatcher: a store that blocks a thread for ever blocks only that
 * thread.
 */
internal class CheckRunner private constructor(
    private val check: ContractCheck,
    private val timeout: Duration,
    private val prepare: (SettableClock, (TokenStore) -> Unit) -> ContractRun,
) {
    suspend fun run() {
        val stores = CopyOnWriteArrayList<TokenStore>()
        val scope = CoroutineScope(Dispatchers.IO)
        val outcome = scope.async { check.body(prepare(SettableClock(), stores::add)) }
        try {
            withContext(Dispatchers.Default) { withTimeoutOrNull(timeout) { outcome.await() } }
                ?: throw AssertionError("A caller still waits after $timeout, and will for ever: ${check.name}.")
        } catch (e: AssertionError) {
            throw e
        } catch (e: Throwable) {
            if (e is CancellationException) currentCoroutineContext().ensureActive()
            throw AssertionError("The store threw an unexpected exception, ${e::class.simpleName}: ${e.message}", e)
        } finally {
            scope.cancel()
            withContext(NonCancellable + Dispatchers.IO) {
                // A store is not closed during a call, unless the call never ends.
                withTimeoutOrNull(CLOSE_TIMEOUT) { outcome.join() }
                stores.forEach { (it as? AutoCloseable)?.close() }
            }
        }
    }

    companion object {
        private val CLOSE_TIMEOUT = 1.seconds

        operator fun <S : TokenStore> invoke(
            check: ContractCheck,
            newStore: (Clock) -> S,
            openSibling: ((S, Clock) -> TokenStore)?,
            timeout: Duration,
        ): CheckRunner =
            CheckRunner(check, timeout) { clock, keep ->
                val store = newStore(clock).also(keep)
                ContractRun(store, clock, timeout, openSibling?.let { open -> { open(store, clock).also(keep) } })
            }
    }
}
