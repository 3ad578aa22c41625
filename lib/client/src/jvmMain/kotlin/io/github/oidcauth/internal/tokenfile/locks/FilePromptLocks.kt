package io.github.oidcauth.internal.tokenfile.locks

import io.github.oidcauth.PromptHolder
import io.github.oidcauth.PromptLock
import io.github.oidcauth.internal.environment.LocalHostName
import io.github.oidcauth.internal.files.blocking
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import java.nio.file.Path
import kotlin.time.Clock

/** The prompt locks beside a token file: the system's lock of a file, with a [PromptHolderFile] for the waiting processes. */
internal class FilePromptLocks(
    private val dispatcher: CoroutineDispatcher,
    private val clock: Clock,
) {
    /** Takes the lock of [lockFile], a real path whose directory exists, if it is free. */
    suspend fun tryLock(lockFile: Path): PromptLock {
        val holderFile = PromptHolderFile(lockFile.resolveSibling("${lockFile.fileName}.by"))
        var acquired: FileLocks.Acquired? = null
        var isHandedOver = false
        try {
            val lock =
                blocking(dispatcher) {
                    val attempt = FileLocks.acquireIfFree(lockFile)
                    acquired = attempt as? FileLocks.Acquired
                    when (attempt) {
                        is FileLocks.Acquired -> Held(attempt).also { holderFile.write(currentHolder()) }
                        is FileLocks.NotAcquired -> PromptLock.Busy(holderFile.read(attempt.holder))
                    }
                }
            isHandedOver = true
            return lock
        } finally {
            // Cancelled before the result was returned, or the holder file could not be written: a lock without an owner would
            // stay until the process ends.
            if (!isHandedOver) acquired?.let { Held(it).release() }
        }
    }

    private fun currentHolder() = PromptHolder(ProcessHandle.current().pid(), LocalHostName.find(), clock.now())

    private inner class Held(
        private val acquired: FileLocks.Acquired,
    ) : PromptLock.Held {
        override suspend fun release() = withContext(NonCancellable + dispatcher) { acquired.release() }
    }
}
