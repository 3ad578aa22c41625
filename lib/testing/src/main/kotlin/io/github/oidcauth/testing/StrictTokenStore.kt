package io.github.oidcauth.testing

import io.github.oidcauth.PromptHolder
import io.github.oidcauth.PromptLock
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSizeLimit
import io.github.oidcauth.TokenStore
import io.github.oidcauth.testing.StoreOperation.Kind
import io.github.oidcauth.testing.internal.requireFittingVersions
import io.github.oidcauth.testing.internal.store.LockRules
import io.github.oidcauth.testing.internal.store.ScriptedFaults
import io.github.oidcauth.testing.internal.store.StrictLocks
import io.github.oidcauth.testing.internal.store.StrictMedium
import io.github.oidcauth.testing.internal.store.WriteRules
import io.github.oidcauth.testing.internal.toKotlinClock
import kotlinx.coroutines.yield
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Clock
import java.time.Clock as JavaClock

/**
 * A store in memory for the tests of a program, stricter than any real one: a fault that fails once in a thousand runs there
 * fails in each run here.
 *
 * **Misuse** ends with a [StoreMisuseError] at once: locking a key under its own lock, or asking a user under it; locking two
 * keys in different orders; a write under a lock that another caller holds; a refreshed token that is written without the
 * lock, or without the refresh token that it had; any use after [close]. [close] fails if a lock is still held, and repeats a
 * misuse whose error was swallowed. The lock belongs to the coroutine and those that it starts; code that leaves them, by
 * `runBlocking` or its own scope, counts as another caller.
 *
 * **Like a real store** it suspends in each call, before reading and after writing; a cancelled call may have written or not.
 * It keeps a token as text, so parts that [Token.serialize] omits, such as fractions of a second, are lost.
 *
 * **Failures** are scripted: [failNext], [isReadOnly], [isFull], [corrupt], and simulated processes by
 * [lockAsAnotherProcess], [writeBeforeNextLock] and [sibling].
 *
 * Thread-safe. Passes the [TokenStoreContract].
 */
public class StrictTokenStore internal constructor(
    private val medium: StrictMedium,
    private val clock: Clock,
) : TokenStore,
    AutoCloseable {
    /** Makes an empty store, whose entries become stale by the clock of the system. */
    public constructor() : this(StrictMedium(), Clock.System)

    /** Makes an empty store, whose entries become stale by [clock]. */
    public constructor(clock: JavaClock) : this(StrictMedium(), clock.toKotlinClock())

    private val locks = StrictLocks(medium)
    private val faults = ScriptedFaults()
    private val asked = CopyOnWriteArrayList<StoreOperation>()
    private val misused = CopyOnWriteArrayList<StoreMisuseError>()

    @Volatile
    private var isClosed = false

    /** The operations of the program, in order. Those of [seed], [peek] and simulated processes are not among them. */
    public val operations: List<StoreOperation> get() = asked.toList()

    /** All misuses so far, also those whose error was swallowed. */
    public val misuses: List<StoreMisuseError> get() = misused.toList()

    /** True if [put], [remove], [clear], [withLock] and [tryPromptLock] fail, as for a read-only file. Default false. */
    @Volatile
    public var isReadOnly: Boolean = false

    /** True if [put] fails, as on a full disk. Default false. */
    @Volatile
    public var isFull: Boolean = false

    /**
     * True if a token may be replaced only under its own lock. Default false, because a login may write without the lock. Set
     * it for a program that refreshes by itself and does not log in meanwhile: then a rotated refresh token that is written
     * without the lock is detected too.
     */
    @Volatile
    public var requiresLockToReplace: Boolean = false

    /**
     * True if a key may be written, removed or cleared while another caller holds its lock. Default false. A user who logs in
     * again, or out, while a program refreshes does that; set it to test this case.
     */
    @Volatile
    public var allowsWritesUnderAnothersLock: Boolean = false

    /**
     * Returns another store with the same tokens and locks, as another process would have. It has its own script and its own
     * [operations].
     */
    public fun sibling(): StrictTokenStore = StrictTokenStore(medium, clock)

    /** Stores [token] under [key] on behalf of the test: as a token that was there before, or that another process has stored. */
    public fun seed(
        key: TokenKey,
        token: Token,
    ) {
        medium.write(key, token.serialize())
    }

    /** Returns the token under [key], stale or not, or null if there is none or it is damaged. */
    public fun peek(key: TokenKey): Token? = medium.token(key)

    /**
     * Damages the entry of [key]: it is neither found nor listed, until it is stored again.
     *
     * @throws IllegalStateException if there is none.
     */
    public fun corrupt(key: TokenKey) {
        check(medium.text(key) != null) { "There is no entry of $key that could be damaged." }
        medium.write(key, StrictMedium.DAMAGED)
    }

    /** Makes the next [put] throw [failure] and change nothing. If called twice, this applies to the next two. */
    @JvmOverloads
    public fun failNextPut(failure: StoreException = scriptedFailure()): Unit = failNext(Kind.PUT, failure)

    /**
     * Makes the next operation of that [kind] throw [failure] and change nothing. If called twice, this applies to the next
     * two.
     */
    @JvmOverloads
    public fun failNext(
        kind: Kind,
        failure: StoreException = scriptedFailure(),
    ): Unit = faults.failNext(kind, failure)

    /**
     * Takes the lock of [key] as another process would, until the result is closed. Other callers wait for it, or fail at
     * once after [failNext] of [Kind.LOCK].
     *
     * @throws IllegalStateException if the lock is held.
     */
    public fun lockAsAnotherProcess(key: TokenKey): AutoCloseable = locks.lockAsAnotherProcess(key)

    /**
     * Simulates a faster process: when the program next gets the lock of [key], it finds [token] in place of the entry that
     * it has seen before, or nothing if that is null.
     */
    public fun writeBeforeNextLock(
        key: TokenKey,
        token: Token?,
    ): Unit = faults.writeBeforeNextLock(key, token)

    /**
     * Takes the prompt lock of [key] as another process would that asks its user, until the result is closed. Callers that
     * want to ask wait.
     *
     * @throws IllegalStateException if the lock is held.
     */
    @JvmOverloads
    public fun lockPromptAsAnotherProcess(
        key: TokenKey,
        holder: PromptHolder = PromptHolder(),
    ): AutoCloseable {
        check(medium.prompts.take(key, holder, isPlayed = true) == null) { "Somebody has the prompt lock of $key." }
        return AutoCloseable { medium.prompts.release(key, holder) }
    }

    @JvmSynthetic
    override suspend fun get(key: TokenKey): Token? = call(Kind.GET, key) { fresh(key) }

    @JvmSynthetic
    override suspend fun put(
        key: TokenKey,
        token: Token,
    ): Unit =
        call(Kind.PUT, key, token) { isLocked ->
            writable(isFull)
            TokenSizeLimit.require(key, token)
            requireUnlocked(key, "put")
            WriteRules.put(key, medium.token(key), token, isLocked, requiresLockToReplace)?.let(::misuse)
            medium.write(key, token.serialize())
        }

    @JvmSynthetic
    override suspend fun remove(key: TokenKey): Boolean =
        call(Kind.REMOVE, key) {
            writable()
            requireUnlocked(key, "remove")
            medium.write(key, null)
        }

    @JvmSynthetic
    override suspend fun removeStale(): Int =
        call(Kind.REMOVE) {
            writable()
            medium.keys.count { key -> medium.text(key) != null && fresh(key) == null && medium.write(key, null) }
        }

    @JvmSynthetic
    override suspend fun keys(): Set<TokenKey> = call(Kind.KEYS) { listed().mapTo(LinkedHashSet()) { it.key } }

    @JvmSynthetic
    override suspend fun entries(): List<StoredToken> = call(Kind.ENTRIES) { listed() }

    @JvmSynthetic
    override suspend fun clear(): Unit =
        call(Kind.CLEAR) {
            writable()
            locks.heldByOthers().forEach { requireUnlocked(it, "clear") }
            medium.clear()
        }

    @JvmSynthetic
    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T {
        call(Kind.LOCK, key) { isLocked ->
            writable()
            if (isLocked) misuse(LockRules.nested(key))
            locks.reversed(key)?.let { misuse(LockRules.reversed(it, key)) }
        }
        return locks.hold(key, { faults.writesBefore(key).forEach { medium.write(key, it?.serialize()) } }, action)
    }

    @JvmSynthetic
    override suspend fun tryPromptLock(key: TokenKey): PromptLock =
        call(Kind.PROMPT_LOCK, key) { isLocked ->
            writable()
            if (isLocked) misuse(LockRules.promptUnderLock(key))
            val holder = PromptHolder(ProcessHandle.current().pid(), since = clock.now())
            val other = medium.prompts.take(key, holder, isPlayed = false)
            if (other != null) PromptLock.Busy(other) else Prompt(key, holder)
        }

    private inner class Prompt(
        private val key: TokenKey,
        private val holder: PromptHolder,
    ) : PromptLock.Held {
        @JvmSynthetic
        override suspend fun release() {
            if (!medium.prompts.release(key, holder)) misuse(LockRules.releasedTwice(key))
        }
    }

    /**
     * Checks that no program holds a lock of these tokens; simulated processes do not count.
     *
     * @throws StoreMisuseError that names the keys.
     */
    public fun assertNoLocksHeld() {
        val left = locks.heldByPrograms + medium.prompts.heldByPrograms
        if (left.isNotEmpty()) misuse(LockRules.leftOver(left))
    }

    /**
     * Ends the test: any later use of this store is a misuse. Its siblings continue. Calling it again does nothing.
     *
     * @throws StoreMisuseError if a lock is still held, or if there was a misuse, whose error the program may have swallowed.
     */
    override fun close() {
        if (isClosed) return
        isClosed = true
        misused.firstOrNull()?.let { throw it }
        assertNoLocksHeld()
    }

    override fun toString(): String = "StrictTokenStore(${medium.keys.size} entries)"

    private suspend fun <T> call(
        kind: Kind,
        key: TokenKey? = null,
        token: Token? = null,
        action: suspend (isLocked: Boolean) -> T,
    ): T {
        val isLocked = key != null && locks.isOwn(key)
        if (isClosed) misuse(LockRules.afterTheEnd(kind))
        yield()
        asked += StoreOperation(kind, key, token, isLocked)
        faults.next(kind)?.let { throw it }
        return action(isLocked).also { yield() }
    }

    private fun fresh(key: TokenKey): Token? =
        medium.token(key)?.takeUnless { token -> token.staleAt.let { it != null && clock.now() >= it } }

    private fun listed(): List<StoredToken> = medium.keys.mapNotNull { key -> fresh(key)?.let { StoredToken(key, it) } }

    private fun writable(isFull: Boolean = false) {
        if (isReadOnly) throw StoreException("The token store is read-only.")
        if (isFull) throw StoreException("The token store could not be written: no space left on device.")
    }

    private suspend fun requireUnlocked(
        key: TokenKey,
        what: String,
    ) {
        if (!allowsWritesUnderAnothersLock && key in locks.heldByOthers()) misuse(WriteRules.underAnothersLock(key, what))
    }

    private fun misuse(message: String): Nothing = throw StoreMisuseError(message).also { misused += it }

    private companion object {
        init {
            requireFittingVersions()
        }
    }
}

/** Makes an empty store, whose entries become stale by [clock]. */
@JvmSynthetic
public fun StrictTokenStore(clock: Clock): StrictTokenStore = StrictTokenStore(StrictMedium(), clock)

private fun scriptedFailure() = StoreException("The token store failed, as the test has scripted.")
