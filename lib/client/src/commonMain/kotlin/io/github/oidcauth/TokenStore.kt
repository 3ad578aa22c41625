// Tested by TokenStoreContractTest.
package io.github.oidcauth

import kotlin.jvm.JvmSynthetic

/**
 * Keeps tokens between calls, and provides the locks for those who share them.
 *
 * Every implementation is thread-safe. A store does not refresh tokens, retry, or watch for changes. Each implementation says
 * if it is shared between processes: [FileTokenStore] is, [InMemoryTokenStore] is not.
 *
 * An entry is *stale* if neither its access token nor its refresh token will be valid in 30 seconds. A stale entry is never
 * returned and may be dropped at any time. A refresh token without a known expiry does not become stale.
 *
 * All functions throw [StoreException] if the store cannot be read or written, and then change nothing. `authenticate` and
 * the flows handle any other exception in the same way. They keep in memory a token that a store could not write, so an
 * implementation whose [put] can fail reports removed tokens to `RemovedTokens` (on the JVM).
 */
public interface TokenStore {
    /**
     * The identity of the place where the tokens are kept: equal for two stores that use the same place, such as one file,
     * even if their settings differ. Default: the store itself. The flows of a process use it to share prompts, refreshes and
     * the tokens that a store could not write. Does not block or throw.
     */
    public val identity: Any get() = this

    /** Returns the token under [key], or null if there is none or it is stale. */
    @JvmSynthetic
    public suspend fun get(key: TokenKey): Token?

    /**
     * Stores [token] under [key] and replaces the previous one. When this returns, other users of the store see it.
     *
     * @throws StoreException also if [token] is larger than [TokenSizeLimit] allows. The previous token stays.
     */
    @JvmSynthetic
    public suspend fun put(
        key: TokenKey,
        token: Token,
    )

    /** Removes the entry [key]. Returns true if there was one. Nothing is revoked at the server. */
    @JvmSynthetic
    public suspend fun remove(key: TokenKey): Boolean

    /**
     * Removes the entry [key] if it is still [seen], the token that [get] returned; null stands for an entry that [get] does
     * not return, because it is stale or damaged. Returns true if the entry existed and was removed. So a token that somebody
     * else has stored meanwhile is not lost.
     *
     * [InMemoryTokenStore] and token files, encrypted or not, do this in one step. The default implementation needs two
     * steps, and a token that is stored between them is lost.
     */
    @JvmSynthetic
    public suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean = if (get(key) == seen) remove(key) else false

    /** Stores [token] under [key] if the entry is still [seen]. Returns true if it was. It is as atomic as [remove]. */
    @JvmSynthetic
    public suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean {
        if (get(key) != seen) return false
        put(key, token)
        return true
    }

    /** Removes every entry as [clear] does, if [get] can return none of them. It is as atomic as [remove]. */
    @JvmSynthetic
    public suspend fun removeUnreadable() {
        if (keys().isEmpty()) clear()
    }

    /**
     * Removes every stale entry, and returns their number. For a process that only reads, and must not leave old tokens behind;
     * others need not call it, because stores drop stale entries by themselves, sooner or later.
     *
     * The default implementation removes nothing.
     */
    @JvmSynthetic
    public suspend fun removeStale(): Int = 0

    /** Returns the keys of all entries that are not stale. */
    @JvmSynthetic
    public suspend fun keys(): Set<TokenKey>

    /**
     * Returns the metadata of all entries that are not stale, without secrets, in the order of [keys]. An entry that is
     * removed meanwhile may be left out.
     *
     * The default implementation reads one token after the other.
     */
    @JvmSynthetic
    public suspend fun entries(): List<StoredToken> = keys().mapNotNull { key -> get(key)?.let { StoredToken(key, it) } }

    /** Removes every entry. Nothing is revoked at any server. */
    @JvmSynthetic
    public suspend fun clear()

    /**
     * Runs [action] while nobody else who shares this store runs an action for the same [key]. The lock is for refreshing, so
     * it may be held as long as a request takes, and never while a user is asked.
     *
     * If another process may take the lock over before [action] ends, because its holder seems to hang, a [HeldLock] is in
     * the context of [action], provided that the store can detect this.
     *
     * Not reentrant. [get], [put] and the other functions do not need the lock and may be called inside. Waiting for the lock
     * is cancellable. The lock is released however [action] ends.
     */
    @JvmSynthetic
    public suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T

    /**
     * Takes the lock for asking the user to log in for [key], if nobody else who shares this store has it. Returns at once.
     * `authenticate` and the flows hold it while they ask: if several processes need a login, one asks, and the others wait,
     * look for its token with [get], and try again when the first one is done or has ended.
     *
     * It is a different lock from that of [withLock] and is held as long as the user takes. It does not exclude [withLock] or
     * any other function here. It ends with its process, at once or after a short time. Not reentrant. A caller that is
     * cancelled meanwhile gets no lock.
     *
     * The default implementation returns [PromptLock.UNSHARED], because the flows of one process take turns by [identity]
     * anyway.
     *
     * @throws StoreException if the store can give no lock, because it is read-only or out of reach. `authenticate` then asks
     *     without one.
     */
    @JvmSynthetic
    public suspend fun tryPromptLock(key: TokenKey): PromptLock = PromptLock.UNSHARED
}
