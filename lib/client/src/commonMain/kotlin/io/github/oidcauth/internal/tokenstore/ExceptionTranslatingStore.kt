package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.AuthException
import io.github.oidcauth.PromptLock
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/**
 * A store whose every failure is an [AuthException], whatever [store] throws: an `IllegalStateException` after it was closed, an
 * `IOException`, the exceptions of a database.
 *
 * Cancellation of the caller is thrown as it is, and so is the interruption of its thread. A `CancellationException` without a
 * caller who is cancelled, such as that of a time limit within [store], is a failure of the store. What the action of [withLock]
 * throws is the caller's own and passes unchanged. An `Error` passes too: the virtual machine is in trouble, and not the store.
 */
internal class ExceptionTranslatingStore(
    private val store: TokenStore,
) : TokenStore {
    override val identity: Any get() = store.identity

    override suspend fun get(key: TokenKey): Token? = translateExceptions { store.get(key) }

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ): Unit = translateExceptions { store.put(key, token) }

    override suspend fun remove(key: TokenKey): Boolean = translateExceptions { store.remove(key) }

    override suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean = translateExceptions { store.remove(key, seen) }

    override suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean = translateExceptions { store.replace(key, seen, token) }

    override suspend fun removeUnreadable(): Unit = translateExceptions { store.removeUnreadable() }

    override suspend fun keys(): Set<TokenKey> = translateExceptions { store.keys() }

    override suspend fun entries(): List<StoredToken> = translateExceptions { store.entries() }

    override suspend fun clear(): Unit = translateExceptions { store.clear() }

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T {
        var thrown: Exception? = null
        val recordingThrown: suspend () -> T = {
            try {
                action()
            } catch (e: Exception) {
                thrown = e
                throw e
            }
        }
        return try {
            store.withLock(key, recordingThrown)
        } catch (e: Exception) {
            throw thrown ?: failure(e)
        }
    }

    override suspend fun tryPromptLock(key: TokenKey): PromptLock = translateExceptions { store.tryPromptLock(key) }

    override fun toString(): String = store.toString()

    private suspend inline fun <T> translateExceptions(action: () -> T): T =
        try {
            action()
        } catch (e: Exception) {
            throw failure(e)
        }

    private suspend fun failure(e: Exception): Exception {
        if (e is CancellationException) currentCoroutineContext().ensureActive()
        val isInterrupted = e::class.simpleName == INTERRUPTED
        if (e is AuthException || isInterrupted) return e
        // What is thrown in another's code may say anything: its words do not go into a message of ours.
        return StoreException(
            "The token store of this program failed (${e::class.simpleName}). See the cause of this exception, and try again.",
            e,
        )
    }

    private companion object {
        /** Of the JVM: whose thread is interrupted, is cancelled. Common code knows it by name only. */
        const val INTERRUPTED = "InterruptedException"
    }
}
