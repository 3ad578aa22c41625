package io.github.oidcauth.internal.tokenfile.locks

import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.concurrent.KeyedMutex
import io.github.oidcauth.internal.files.blocking
import io.github.oidcauth.internal.files.printable
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.delay
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/**
 * Locks between processes: the holder of the operating system's exclusive lock of a file may run.
 *
 * **Registry.** [localLocks] and [leftOpen] are static and shared by every store of the process, because the locks of the
 * system belong to the process and not to the caller: a second request from the same JVM fails with
 * `OverlappingFileLockException`, and on POSIX systems closing *any* descriptor of a file releases the locks on it. So within a
 * process one coroutine at a time opens a lock file, and closes it after use. Two copies of this library in one JVM, loaded by
 * two class loaders, have a registry each and still exclude each other: a caller that finds the lock held by the other copy
 * leaves the file open for the next caller, because closing it would release the other's lock.
 *
 * **Lock files** are used by this library only, and stay: deleting a lock file while another process waits for it would create
 * two locks. A lock ends with its process, so a crash never leaves one behind. The one exception is a holder whose lock is
 * overtaken: its file is deleted, and all waiting processes use the new one.
 *
 * Waiting polls at growing intervals of up to [longestPause]; processes do not get the lock in order.
 */
internal object FileLocks {
    private val localLocks = KeyedMutex<Path>()

    /** The attempts that must not be closed yet, at most one for each lock file. Only for the holder of its local lock. */
    private val leftOpen = ConcurrentHashMap<Path, FileLockAttempt>()
    private val longestPause = 25.milliseconds

    /**
     * Runs [action] while this process holds the lock of [lockFile], a real path whose directory exists. The lock is released
     * however [action] ends. Waiting is cancellable, and ends after [timeout] in any case. Not reentrant.
     *
     * @throws StoreException when the file cannot be opened, its file system has no locks, or others held it for too long.
     */
    suspend fun <T> withLock(
        lockFile: Path,
        dispatcher: CoroutineDispatcher,
        timeout: Duration,
        action: suspend () -> T,
    ): T =
        acquiring(lockFile, dispatcher, timeout, { action() }) { lockAttempt ->
            awaitLock(lockAttempt.acquireLocally(), dispatcher)
        }

    /**
     * Runs [action] while this process holds the lock of [lockFile], or returns null when it is not free. Runs on the caller's
     * thread and blocks only as long as the action does: taking a free lock costs less than switching threads.
     *
     * @throws StoreException when the file cannot be opened, or its file system has no locks.
     */
    fun <T : Any> ifFree(
        lockFile: Path,
        action: () -> T?,
    ): T? {
        if (!localLocks.tryLock(lockFile)) return null
        try {
            val lockAttempt = open(lockFile)
            try {
                return if (lockAttempt.tryAcquire()) action() else null
            } finally {
                close(lockFile, lockAttempt)
            }
        } finally {
            localLocks.unlock(lockFile)
        }
    }

    /** The result of [acquireIfFree]. */
    sealed interface Attempt

    /** A lock that is held until [release]. */
    class Acquired(
        private val lockFile: Path,
        private val lockAttempt: FileLockAttempt,
    ) : Attempt {
        /** Releases the lock. Blocks for one write to the lock file. Call it once. */
        fun release() {
            try {
                close(lockFile, lockAttempt)
            } finally {
                localLocks.unlock(lockFile)
            }
        }
    }

    /** A lock that another holder has: the process [holder], if it is known. */
    class NotAcquired(
        val holder: Long?,
    ) : Attempt

    /**
     * Takes the lock of [lockFile] if it is free, until the caller releases it. Blocks briefly, and does not wait.
     *
     * @throws StoreException when the file cannot be opened, or its file system has no locks.
     */
    fun acquireIfFree(lockFile: Path): Attempt {
        if (!localLocks.tryLock(lockFile)) return NotAcquired(ProcessHandle.current().pid())
        var acquired: Acquired? = null
        try {
            val lockAttempt = open(lockFile)
            try {
                if (!lockAttempt.tryAcquire()) return NotAcquired(lockAttempt.holder())
                return Acquired(lockFile, lockAttempt).also { acquired = it }
            } finally {
                if (acquired == null) close(lockFile, lockAttempt)
            }
        } finally {
            if (acquired == null) localLocks.unlock(lockFile)
        }
    }

    /**
     * Like [withLock], but takes the lock over from another process that holds it for longer than [timeout]: that process is
     * assumed to be stopped, and [warn] is called with a message. A caller that waits behind others of this process waits at most
     * twice as long. [action] can check whether the lock was taken over from it, which blocks for reading one file attribute.
     */
    suspend fun <T> withLockOvertaking(
        lockFile: Path,
        dispatcher: CoroutineDispatcher,
        timeout: Duration,
        warn: (String) -> Unit,
        action: suspend (isStillOurs: () -> Boolean) -> T,
    ): T =
        acquiring(lockFile, dispatcher, timeout * 2, { action(it::isStillOurs) }) { lockAttempt ->
            val file = lockAttempt.acquireLocally()
            while (withTimeoutOrNull(timeout) { awaitLock(file, dispatcher) } == null) {
                val holder = file.holder()
                val overtakingLock = lockFile.resolveSibling(OVERTAKING_LOCK)
                val isPossible = withLock(overtakingLock, dispatcher, timeout) { blocking(dispatcher) { file.detachLockFile() } }
                if (!isPossible) throw tooLong(lockAttempt, timeout)
                warn(overtaken(lockFile, timeout, holder))
            }
        }

    private class PendingAttempt(
        val path: Path,
    ) {
        /** Null until the local lock is held. */
        var file: FileLockAttempt? = null
            private set

        suspend fun acquireLocally(): FileLockAttempt {
            localLocks.lock(path)
            return open(path).also { file = it }
        }
    }

    private suspend fun <T> acquiring(
        lockFile: Path,
        dispatcher: CoroutineDispatcher,
        timeout: Duration,
        action: suspend (FileLockAttempt) -> T,
        take: suspend (PendingAttempt) -> Unit,
    ): T {
        val lockAttempt = PendingAttempt(lockFile)
        try {
            // On the dispatcher, because its time is real: a caller's time may be virtual, but files and other processes are
            // real.
            withContext(dispatcher) { withTimeoutOrNull(timeout) { take(lockAttempt) } } ?: throw tooLong(lockAttempt, timeout)
            return action(checkNotNull(lockAttempt.file))
        } finally {
            lockAttempt.file?.let { release(it, lockFile, dispatcher) }
        }
    }

    private fun open(lockFile: Path): FileLockAttempt = leftOpen.remove(lockFile) ?: FileLockAttempt(lockFile)

    private fun close(
        lockFile: Path,
        lockAttempt: FileLockAttempt,
    ) {
        if (lockAttempt.isHeldInThisProcess) leftOpen[lockFile] = lockAttempt else lockAttempt.close()
    }

    /** The descriptor holds the lock, so it is closed before the next caller runs. */
    private suspend fun release(
        lockAttempt: FileLockAttempt,
        lockFile: Path,
        dispatcher: CoroutineDispatcher,
    ) {
        try {
            withContext(NonCancellable + dispatcher) { close(lockFile, lockAttempt) }
        } finally {
            // Returning from another dispatcher to a cancelled caller throws.
            localLocks.unlock(lockFile)
        }
    }

    /**
     * Polls until the lock is taken. An attempt never waits, so it is not interrupted on cancellation: that would close its
     * descriptor, and on POSIX systems a process loses its lock of a file with any descriptor of that file, here that of another
     * copy of this library.
     */
    private suspend fun awaitLock(
        lockAttempt: FileLockAttempt,
        dispatcher: CoroutineDispatcher,
    ) {
        var pause: Duration = 1.milliseconds
        while (!withContext(dispatcher) { lockAttempt.tryAcquire() }) {
            delay(pause)
            pause = minOf(pause * 2, longestPause)
        }
    }

    /** Returns the exception for a wait that was too long. The holder is not known where the wait was within this process. */
    private fun tooLong(
        lockAttempt: PendingAttempt,
        timeout: Duration,
    ): StoreException {
        val holder = lockAttempt.file?.let { named(it.holder()) } ?: "Another process, or another part of this one,"
        return StoreException(
            "The lock file ${lockAttempt.path.printable()} was not free within $timeout. $holder holds it: " +
                "look for a program that " +
                "is stopped or hangs, such as an oidc-auth after Ctrl-Z, and let it go on or end it. " +
                "Deleting the file does not help.",
        )
    }

    private fun overtaken(
        lockFile: Path,
        timeout: Duration,
        holder: Long?,
    ): String =
        "The lock file ${lockFile.printable()} was not free within $timeout. ${named(
            holder,
        )} holds it and seems to be stopped, so it " +
            "is not waited for any longer. Let it go on or end it."

    private fun named(holder: Long?): String = if (holder == null) "Another process" else "Process $holder"

    /** Lock file whose holder may take the name from another lock file of its directory. */
    private const val OVERTAKING_LOCK = "overtaking.lock"
}
