package io.github.oidcauth.internal.store

import io.github.oidcauth.PromptHolder
import io.github.oidcauth.PromptLock
import io.github.oidcauth.internal.environment.MachineName
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import java.nio.file.Path
import kotlin.time.Clock

/** The prompt locks beside a token file: the system's lock of a file, with a [PromptNote] for those who wait. */
internal class FilePrompts(
    private val dispatcher: CoroutineDispatcher,
    private val clock: Clock,
) {
    /** Takes the lock of [lockFile], a real path whose directory exists, if it is free. */
    suspend fun tryLock(lockFile: Path): PromptLock {
        val note = PromptNote(lockFile.resolveSibling("${lockFile.fileName}.by"))
        var kept: FileLocks.Kept? = null
        var isHandedOver = false
        try {
            val lock =
                blocking(dispatcher) {
                    val attempt = FileLocks.keep(lockFile)
                    kept = attempt as? FileLocks.Kept
                    when (attempt) {
                        is FileLocks.Kept -> Held(attempt).also { note.write(self()) }
                        is FileLocks.NotFree -> PromptLock.Busy(note.read(attempt.holder))
                    }
                }
            isHandedOver = true
            return lock
        } finally {
            // Cancelled on the way back to here, or there is no note: a lock that nobody knows of would stay until the process ends.
            if (!isHandedOver) kept?.let { Held(it).release() }
        }
    }

    private fun self() = PromptHolder(ProcessHandle.current().pid(), MachineName.find(), clock.now())

    private inner class Held(
        private val kept: FileLocks.Kept,
    ) : PromptLock.Held {
        override suspend fun release() = withContext(NonCancellable + dispatcher) { kept.giveBack() }
    }
}
