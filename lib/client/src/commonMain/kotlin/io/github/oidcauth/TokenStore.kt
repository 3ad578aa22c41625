package io.github.oidcauth

/**
 * Keeps tokens between calls, and makes those who share it take turns.
 *
 * Every implementation is safe for concurrent use. A store does not refresh, retry or watch for changes. Whether it is
 * shared between processes is said by the implementation: [FileTokenStore] is, [InMemoryTokenStore] is not.
 *
 * An entry is *stale* when neither its access token nor its refresh token will be valid in 30 seconds. A stale entry is
 * never returned and may be dropped at any time. A refresh token whose expiry is not known does not go stale.
 *
 * All functions throw [StoreException] when the store cannot be read or written, and change nothing then. `authenticate` and the
 * flows take any other exception for such a failure too. They keep in memory what a store could not write, so an implementation
 * whose [put] can fail tells `RemovedTokens` (on the JVM) of what is removed.
 */
public interface TokenStore {
    /**
     * Where the tokens are: equal for two stores that keep them in the same place, such as one file, whatever else differs. The store
     * itself, where an implementation does not say otherwise. The flows of a process share prompts, refreshes and what a store
     * could not write by it. Does not block or throw.
     */
    public val identity: Any get() = this

    /** The token kept under [key], or null when there is none or it is stale. */
    public suspend fun get(key: TokenKey): Token?

    /**
     * Keeps [token] under [key] in place of what was there. When this returns, other users of the store see it.
     *
     * @throws StoreException also when [token] is larger than [TokenSizeLimit] allows. What was there stays.
     */
    public suspend fun put(
        key: TokenKey,
        token: Token,
    )

    /** Forgets what is kept under [key]. Returns whether there was something. Nothing is revoked at the server. */
    public suspend fun remove(key: TokenKey): Boolean

    /**
     * Forgets what is kept under [key] if that is still [seen], the token that [get] returned; null stands for an entry that [get] does not
     * return, being stale or damaged. Returns whether there was something, and it is gone. So a token that somebody else has put there
     * meanwhile is not lost.
     *
     * As one step in [InMemoryTokenStore] and in token files, encrypted or not. Here, where an implementation does not say otherwise,
     * as two: then a token that is put there between them is lost.
     */
    public suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean = if (get(key) == seen) remove(key) else false

    /**
     * Keeps [token] under [key] if what is kept there is still [seen]. Returns whether it was. As one step, as far as [remove] is.
     */
    public suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean {
        if (get(key) != seen) return false
        put(key, token)
        return true
    }

    /** Forgets every entry as [clear] does, if none of them is one that [get] returns. As one step, as far as [remove] is. */
    public suspend fun removeUnreadable() {
        if (keys().isEmpty()) clear()
    }

    /** The keys of all entries that are not stale. */
    public suspend fun keys(): Set<TokenKey>

    /**
     * What is known of all entries that are not stale, without their secrets, in the order of [keys]. An entry that is removed meanwhile
     * may be left out.
     *
     * Asks for one token after the other, where an implementation knows no better way.
     */
    public suspend fun entries(): List<StoredToken> = keys().mapNotNull { key -> get(key)?.let { StoredToken(key, it) } }

    /** Forgets every entry. Nothing is revoked at any server. */
    public suspend fun clear()

    /**
     * Runs [action] while nobody else who shares this store runs an action for the same [key]. It is taken for refreshing,
     * so it may be held for the length of a request, and never while a user is asked.
     *
     * A lock that may be lost to somebody else before [action] ends, as its holder seems to hang, is a [HeldLock] in the context of
     * [action], where the store can tell.
     *
     * Not reentrant. [get], [put] and the others do not need it and may be called inside. Waiting for the lock is
     * cancellable; the lock is given back whatever way [action] ends.
     */
    public suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T

    /**
     * Takes the lock for asking the user to log in for [key], if nobody else who shares this store has it. Returns at once. `authenticate` and
     * the flows ask under it: so of several processes that need a login one asks, and the others wait, look for its token with [get], and
     * try again when it is done or has ended.
     *
     * It is another lock than that of [withLock], and held for as long as a user takes: neither excludes the other, nor anything else
     * here. It ends with its process, at once or after a short time. Not reentrant. A caller that is cancelled meanwhile gets no lock.
     *
     * [PromptLock.UNSHARED], where an implementation does not say otherwise: the flows of one process take turns by [identity] anyway.
     *
     * @throws StoreException when the store has no lock to give, as it is read-only or out of reach. `authenticate` then asks without one.
     */
    public suspend fun tryPromptLock(key: TokenKey): PromptLock = PromptLock.UNSHARED
}
