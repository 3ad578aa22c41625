package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.HeldLock
import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.files.blocking
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import kotlinx.coroutines.CoroutineDispatcher
import java.nio.file.Path
import kotlin.concurrent.Volatile

/**
 * A held key lock of a token file. A holder that was stopped and lost the lock must not overwrite a newer token. This is like a
 * fencing token of Redis, but by comparison with the entry at the time when the lock was taken.
 */
internal class KeyLockHold(
    key: TokenKey,
    /** The real path of the token file. */
    val file: Path,
    private val dispatcher: CoroutineDispatcher,
    private val isStillOurs: () -> Boolean,
    /** The entry that this holder read or wrote last. */
    @Volatile var seen: TokenDocument.Entry?,
) : HeldLock(key) {
    override suspend fun isHeld(): Boolean = blocking(dispatcher) { isStillOurs() }

    /**
     * Throws when [entry] is a newer session of a process that took over the lock. An entry without a refresh token is not a
     * session: then the token of this holder may be the only valid one. Blocking; call it under the write lock.
     */
    fun requireNewest(
        entry: TokenDocument.Entry,
        hasRefreshToken: Boolean = (entry as? TokenDocument.Entry.Found)?.token?.refreshToken != null,
    ) {
        if (!hasRefreshToken || isSeen(entry) || isStillOurs()) return
        throw StoreException(
            "The token file ${file.printable()} has a newer token than the one that this process has got. " +
                "This process was stopped for so long that another one took the lock. Nothing in the file was changed.",
        )
    }

    private fun isSeen(entry: TokenDocument.Entry): Boolean =
        when (entry) {
            is TokenDocument.Entry.Found -> entry.token == (seen as? TokenDocument.Entry.Found)?.token
            is TokenDocument.Entry.Encrypted -> entry.token == (seen as? TokenDocument.Entry.Encrypted)?.token
            else -> true
        }
}
