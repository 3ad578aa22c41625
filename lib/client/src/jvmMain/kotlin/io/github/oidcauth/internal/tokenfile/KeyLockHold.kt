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
 * The key lock of a token file, as its holder and the store know it. A holder that was stopped and overtaken does not overwrite a
 * newer token: like the fence of a store in Redis, but by comparison with the entry at the time when the lock was taken.
 */
internal class KeyLockHold(
    key: TokenKey,
    /** The real path of the token file. */
    val file: Path,
    private val dispatcher: CoroutineDispatcher,
    private val isStillOurs: () -> Boolean,
    /** Entry that this holder has read or written last. */
    @Volatile var seen: TokenDocument.Entry?,
) : HeldLock(key) {
    override suspend fun isHeld(): Boolean = blocking(dispatcher) { isStillOurs() }

    /**
     * Throws when [entry] is a newer session of a process that has taken the lock since. An entry without a refresh token is no
     * session: then the token of this holder may be the only good one. Blocking; to be called under the write lock.
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
