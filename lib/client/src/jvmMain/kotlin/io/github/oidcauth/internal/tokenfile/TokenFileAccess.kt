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
 * The token file [file], for coroutines: reads it without waiting for anybody, and writes it under the write lock, all on [dispatcher].
 * Functions throw [io.github.oidcauth.StoreException] for whatever is wrong with the file.
 */
internal class TokenFileAccess(
    private val file: TokenFile,
    private val dispatcher: CoroutineDispatcher,
    private val lockTimeouts: LockTimeouts,
) {
    /** Whether there is a file. */
    suspend fun exists(): Boolean = io("read") { file.current() }.stamp != null

    /** What the file says. */
    suspend fun document(): TokenDocument {
        io("read") { file.current() }.document?.let { return it }
        // Damaged, or being written by a program that does not replace files at once: look again when we have the turn. Readers do not
        // wait for that.
        tryRewrite { it }
        return io("read") { file.current().let { it.document ?: file.recovered(it.content) } }
    }

    /** [TokenFile.rewrite], in its turn. */
    suspend fun rewrite(
        key: TokenKey? = null,
        isUnreadable: (TokenDocument.Entry) -> Boolean = { it == TokenDocument.Entry.Malformed },
        change: (TokenDocument) -> TokenDocument,
    ): Boolean {
        // Most often the lock is free. Then all is done on one thread: to change threads takes as long as to write.
        return tryRewrite(key, isUnreadable, change) ?: rewriteUnderLock { file.rewrite(it, key, isUnreadable, change) }
    }

    private suspend fun tryRewrite(
        key: TokenKey? = null,
        isUnreadable: (TokenDocument.Entry) -> Boolean = { it == TokenDocument.Entry.Malformed },
        change: (TokenDocument) -> TokenDocument,
    ): Boolean? =
        io("written") {
            val target = file.target()
            FileLocks.ifFree(file.locks.forWriting(target)) { nullIfBusy { file.rewrite(target, key, isUnreadable, change) } }
        }

    private suspend fun rewriteUnderLock(rewrite: (Path) -> Boolean): Boolean {
        val target = io("written") { file.target() }
        return FileLocks.withLock(file.locks.forWriting(target), dispatcher, lockTimeouts.write) {
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

    /** Does [block] on the dispatcher, and tells a fault of the disk in the words for what is not [done] then. */
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
