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
 * A store that throws an [AuthException] for every failure of [store], which may throw an `IllegalStateException` after it was
 * closed, an `IOException`, or the exceptions of a database.
 *
 * Cancellation of the caller and interruption of its thread are rethrown. A `CancellationException` without a cancelled caller,
 * such as that of a timeout inside [store], is a failure of the store. Exceptions of the action of [withLock] are rethrown
 * unchanged. An `Error` is rethrown as well, because it is a failure of the virtual machine and not of the store.
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

    override suspend fun removeStale(): Int = translateExceptions { store.removeStale() }

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
        // The message of an exception in other code may contain anything, so it is not part of this message.
        return StoreException(
            "The token store of this program failed (${e::class.simpleName}). See the cause of this exception, and try again.",
            e,
        )
    }

    private companion object {
        /** The JVM's exception for an interrupted thread, which means cancellation. Common code can only compare its name. */
        const val INTERRUPTED = "InterruptedException"
    }
}
