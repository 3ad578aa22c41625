// Tested by FileLocksTest and FileTokenStoreTest.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.files.FileBusyException
import io.github.oidcauth.internal.files.blocking
import io.github.oidcauth.internal.files.toStoreException
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.locks.FileLocks
import io.github.oidcauth.internal.tokenfile.locks.LockTimeouts
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.delay
import java.io.IOException
import java.nio.file.Path
import kotlin.time.Duration.Companion.milliseconds

/**
 * Access to the token file [file] for coroutines: reads it without waiting for a lock, and writes it under the write lock, all on
 * [dispatcher]. Functions throw [io.github.oidcauth.StoreException] for all faults of the file.
 */
internal class TokenFileAccess(
    private val file: TokenFile,
    writer: Lazy<TokenFileWriter>,
    private val dispatcher: CoroutineDispatcher,
    private val lockTimeouts: Lazy<LockTimeouts>,
) {
    private val writer by writer

    /** Returns true if there is a file. */
    suspend fun exists(): Boolean = io("read") { file.current() }.stamp != null

    /** Returns the document in the file. */
    suspend fun document(): TokenDocument {
        io("read") { file.current() }.document?.let { return it }
        // The file is damaged, or a program that does not replace files atomically is writing it: read it again with the lock.
        // Readers do not wait for the lock.
        tryRewrite { it }
        return io("read") { file.current().let { it.document ?: file.recovered(it.content) } }
    }

    /** Runs [TokenFileWriter.rewrite] under the write lock. */
    suspend fun rewrite(
        key: TokenKey? = null,
        isUnreadable: (TokenDocument.Entry) -> Boolean = { it == TokenDocument.Entry.Malformed },
        change: (TokenDocument) -> TokenDocument,
    ): Boolean {
        // The lock is usually free. All is then done on one thread, because switching threads takes as long as writing.
        return tryRewrite(key, isUnreadable, change) ?: rewriteUnderLock { writer.rewrite(it, key, isUnreadable, change) }
    }

    /** Runs [TokenFileWriter.rewrite] if nobody holds the write lock now. */
    suspend fun rewriteIfFree(change: (TokenDocument) -> TokenDocument) {
        tryRewrite(change = change)
    }

    private suspend fun tryRewrite(
        key: TokenKey? = null,
        isUnreadable: (TokenDocument.Entry) -> Boolean = { it == TokenDocument.Entry.Malformed },
        change: (TokenDocument) -> TokenDocument,
    ): Boolean? =
        io("written") {
            val target = file.target()
            FileLocks.ifFree(writer.locks.forWriting(target)) { nullIfBusy { writer.rewrite(target, key, isUnreadable, change) } }
        }

    private suspend fun rewriteUnderLock(rewrite: (Path) -> Boolean): Boolean {
        val target = io("written") { file.target() }
        return FileLocks.withLock(writer.locks.forWriting(target), dispatcher, lockTimeouts.value.write) {
            repeat(MAX_ATTEMPTS - 1) {
                val changed = io("written") { nullIfBusy { rewrite(target) } }
                if (changed != null) return@withLock changed
                delay(BUSY_PAUSE)
            }
            io("written") { rewrite(target) }
        }
    }

    private fun <T> nullIfBusy(block: () -> T): T? =
        try {
            block()
        } catch (_: FileBusyException) {
            null
        }

    /** Runs [block] on the dispatcher, and translates a fault of the disk into a message that the file could not be [done]. */
    suspend fun <T> io(
        done: String,
        block: () -> T,
    ): T =
        try {
            blocking(dispatcher, block)
        } catch (e: IOException) {
            throw e.toStoreException(file.path, done)
        }

    private companion object {
        const val MAX_ATTEMPTS = 40
        val BUSY_PAUSE = 25.milliseconds
    }
}
