package io.github.oidcauth.redis

import io.github.oidcauth.AuthException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.HomePath
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.PromptLock
import io.github.oidcauth.RemovedTokens
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSizeLimit
import io.github.oidcauth.TokenStore
import io.github.oidcauth.redis.internal.AddressSettings
import io.github.oidcauth.redis.internal.CallTracker
import io.github.oidcauth.redis.internal.EntryText
import io.github.oidcauth.redis.internal.KeyNames
import io.github.oidcauth.redis.internal.Lease
import io.github.oidcauth.redis.internal.LeaseManager
import io.github.oidcauth.redis.internal.LocalKeyLocks
import io.github.oidcauth.redis.internal.MemoryFallback
import io.github.oidcauth.redis.internal.PromptLeases
import io.github.oidcauth.redis.internal.RedisAddress
import io.github.oidcauth.redis.internal.RedisConnector
import io.github.oidcauth.redis.internal.RedisEntries
import io.github.oidcauth.redis.internal.RedisFault
import io.github.oidcauth.redis.internal.printable
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import java.nio.file.Path
import kotlin.random.Random
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import kotlin.time.toKotlinDuration

/**
 * Keeps tokens in Redis, for a fleet: processes on many machines share them, and one of them refreshes for all.
 * `docs/fleet-store.md` describes the setup.
 *
 * It needs Redis or Valkey of version 6 or newer: a single server, or the current primary of several that sentinels watch or
 * that share one address; not a Redis Cluster. Thread-safe. One connection is made at the first call, and again after it was
 * lost; [close] ends it. Its threads do not keep the JVM alive.
 *
 * **Time.** A call ends within [Builder.timeout], connecting included, and is repeated within that time while there is no
 * connection. [Builder.whenUnreachable] sets what happens then. If [put], [remove] or [clear] throws a [StoreException] about
 * a lost connection or a missing response, Redis may have executed it all the same. [keys], [entries] and [clear] send
 * several commands.
 *
 * **[withLock]** holds a lease that expires after [Builder.lease] and is renewed while the action runs. It waits for
 * [Builder.lockTimeout] at most. Each lease has a number, the fence, and so has each entry. If this process was stopped or
 * disconnected for longer than a lease, and another process has taken the lease and written the entry, a write of this
 * process under the lock is refused with [StoreException], and no refresh token is sent if that is detected before. A write
 * is also refused after somebody has put or removed the entry without the lock, for example after a new login. The lock
 * belongs to the coroutine: code in the action that leaves the coroutine, with `runBlocking` or its own scope, writes without
 * the lock.
 *
 * Redis drops **entries** when they are stale, and entries without a known expiry after [Builder.keepFor]; that time starts
 * again with each [put]. A damaged entry is not used, and is reported to [Builder.notices].
 */
public class RedisTokenStore internal constructor(
    private val address: RedisAddress,
    builder: Builder,
    clock: Clock = Clock.System,
    random: Random = Random.Default,
) : TokenStore,
    AutoCloseable {
    // Its own threads, because leases must be renewed even if the program's own work occupies all threads of Dispatchers.IO.
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO.limitedParallelism(THREADS))
    private val names = KeyNames(builder.keyPrefix)
    private val connector =
        RedisConnector(address, builder.timeout, builder.trustedCertificates?.let(HomePath::resolved), random, scope)
    private val entries = RedisEntries(connector, names, EntryText(builder.encryption), clock, builder.keepFor, builder.notices)
    private val memory =
        when (builder.whenUnreachable) {
            WhenUnreachable.FAIL -> null
            WhenUnreachable.USE_MEMORY -> MemoryFallback(entries, clock, builder.notices, random, scope, builder.timeout)
        }
    private val callTracker = CallTracker()
    private val leases = LeaseManager(connector, names, builder.lease, random, builder.notices, scope, callTracker, ::closed)
    private val prompts = PromptLeases(connector, names, builder.lease, random, clock, scope, callTracker)
    private val patience = builder.lockTimeout
    private val closeTimeout = builder.closeTimeout
    private val timeout = builder.timeout
    private val keyLocks = LocalKeyLocks<TokenKey>()

    /** The address without its user, and the prefix. Two names of one machine count as two places. */
    override val identity: Any = listOf(address.nodes.map { "$it".lowercase() }, address.master, address.database, names.prefix)

    @JvmSynthetic
    override suspend fun get(key: TokenKey): Token? = reading { if (memory == null) entries.read(key) else memory.get(key) }

    @JvmSynthetic
    override suspend fun put(
        key: TokenKey,
        token: Token,
    ) {
        TokenSizeLimit.require(key, token)
        val fence = fence(key)
        val isKept = changing { if (memory == null) entries.write(key, token, fence) else memory.put(key, token, fence) }
        if (!isKept) throw overtaken(key)
    }

    @JvmSynthetic
    override suspend fun remove(key: TokenKey): Boolean {
        val isForgotten = RemovedTokens.report(this, key)
        val fence = fence(key)
        val existed = changing { if (memory == null) entries.remove(key, fence) else memory.remove(key, fence) }
        return (existed ?: throw overtaken(key)) || isForgotten
    }

    @JvmSynthetic
    override suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean {
        val fence = fence(key)
        val removed = changing {
            if (memory == null) entries.removeSeen(key, seen, fence) else memory.removeSeen(key, seen, fence)
        }
        if (removed == true) RemovedTokens.report(this, key)
        return removed ?: throw overtaken(key)
    }

    @JvmSynthetic
    override suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean {
        TokenSizeLimit.require(key, token)
        val fence = fence(key)
        return changing {
            if (memory == null) entries.replace(key, seen, token, fence) else memory.replace(key, seen, token, fence)
        }
            ?: throw overtaken(key)
    }

    /** Removes each unreadable entry in one step, if it is still unreadable. */
    @JvmSynthetic
    override suspend fun removeUnreadable() {
        val fenceOf = fences()
        changing { if (memory == null) entries.removeUnreadable(fenceOf) else memory.removeUnreadable(fenceOf) }
    }

    @JvmSynthetic
    override suspend fun keys(): Set<TokenKey> = entries().mapTo(linkedSetOf()) { it.key }

    @JvmSynthetic
    override suspend fun entries(): List<StoredToken> = reading { entries.all() }

    /** Removes every entry with the prefix of this store, one after the other; also those whose names are not a [TokenKey]. */
    @JvmSynthetic
    override suspend fun clear() {
        RemovedTokens.reportAll(this)
        val fenceOf = fences()
        changing { if (memory == null) entries.clear(fenceOf) else memory.clear(fenceOf) }
    }

    @JvmSynthetic
    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T {
        val end = TimeSource.Monotonic.markNow() + patience
        val onTimeout = {
            throw StoreException("The token for ${key.printable()} is still locked by this process after the lock time-out.")
        }
        return keyLocks.withKeyLock(key, patience, onTimeout) {
            val outer = currentCoroutineContext()[Lease]
            changing {
                leases.withLease(key, end) { fence, lock -> withContext(Lease(this, key, fence, outer) + lock) { action() } }
            }
        }
    }

    /** Takes a lease of [Builder.lease], renewed until it is released; that of a killed process ends with it. */
    @JvmSynthetic
    override suspend fun tryPromptLock(key: TokenKey): PromptLock = reading { prompts.tryLock(key) }

    /**
     * Closes the store. From then on every call throws [StoreException], also those that wait for a lock; but the holder of a
     * lock may still read and write, and a running change continues. When these are done, or [Builder.closeTimeout] is over,
     * all locks are released and the connection is closed. If a lock is released that its holder still needs, others can take
     * it, and a response that the holder receives after that is not written.
     *
     * Blocks for that time at most, and then for the duration of one call and a second. Call it neither under a lock of this
     * store nor on the only thread of those who hold one: they would wait for each other. Interrupting it ends the wait.
     * Calling it again does nothing.
     */
    override fun close() {
        if (!callTracker.beginClosing()) return
        var isInterrupted = false
        try {
            callTracker.awaitEmpty(closeTimeout)
        } catch (_: InterruptedException) {
            isInterrupted = true
        }
        callTracker.close()
        try {
            runBlocking { withTimeoutOrNull(timeout) { releaseAndFlush() } }
        } catch (_: InterruptedException) {
            isInterrupted = true
        } finally {
            scope.cancel()
            connector.close()
            if (isInterrupted) Thread.currentThread().interrupt()
        }
    }

    private suspend fun releaseAndFlush() {
        leases.releaseAll()
        prompts.releaseAll()
        memory?.flushAll()
    }

    override fun toString(): String = "RedisTokenStore($address, ${names.prefix})"

    private suspend fun fence(key: TokenKey): Long? = Lease.of(currentCoroutineContext(), this, key)?.fence

    private suspend fun fences(): (TokenKey) -> Long? {
        val context = currentCoroutineContext()
        return { key -> Lease.of(context, this, key)?.fence }
    }

    private suspend fun <T> reading(action: suspend () -> T): T {
        if (!callTracker.permits(isUnderWay())) throw closed()
        return mappingErrors(action)
    }

    /** Runs [action], which [close] waits for. */
    private suspend fun <T> changing(action: suspend () -> T): T {
        if (!callTracker.enter(isUnderWay())) throw closed()
        try {
            return mappingErrors(action)
        } finally {
            callTracker.leave()
        }
    }

    private suspend fun <T> mappingErrors(action: suspend () -> T): T =
        try {
            action()
        } catch (e: RedisFault) {
            throw if (callTracker.isClosed) closed() else e.toStoreException()
        }

    /** Returns true if the caller holds a lock of this store. */
    private suspend fun isUnderWay(): Boolean = Lease.isHeld(currentCoroutineContext(), this)

    private fun closed() = StoreException("The token store in the Redis at $address is closed. Use a store that is open.")

    private fun overtaken(key: TokenKey) =
        StoreException(
            "The token for ${key.printable()} is not in the Redis at $address: another process has written a newer one, after " +
                "this process had lost its lock, or without the lock.",
        )

    /** Makes a [RedisTokenStore]. Every setting has a usable default. Not thread-safe. */
    public class Builder internal constructor(
        url: String,
    ) {
        private val address = RedisAddress.parse(url)

        /** The beginning of the names of all keys in Redis; printable ASCII without blanks. Default `oidc-auth`. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var keyPrefix: String = "oidc-auth"

        /** The password, if it is not in the URL. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var password: String? = null

        /** The maximum duration of one call; from 10 milliseconds to a minute. Default 5 seconds. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var timeout: Duration = 5.seconds

        /** The behaviour if Redis does not respond within that time. Default: fail. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var whenUnreachable: WhenUnreachable = WhenUnreachable.FAIL

        /**
         * The time after which the holder of a lock loses it if it does not renew it; from 100 milliseconds to 10 minutes.
         * Default 30 seconds.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var lease: Duration = 30.seconds

        /** The maximum time to wait for a lock that another process holds; more than zero. Default 2 minutes. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var lockTimeout: Duration = 2.minutes

        /**
         * The time for which [RedisTokenStore.close] waits for callers that hold a lock or change something; from zero to 10
         * minutes. Default 30 seconds, which is longer than a refresh takes if the server responds at all.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var closeTimeout: Duration = 30.seconds

        /** The time for which an entry without a known expiry is kept; from a minute to 10 years. Default 90 days. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var keepFor: Duration = 90.days

        /**
         * The cipher that encrypts tokens before they leave this process. Unencrypted entries are not used then. Default
         * none.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var encryption: TokenCipher? = null

        /**
         * The certificate authorities to trust with `rediss`: a file of certificates in PEM form. Default: those that Java
         * trusts.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var trustedCertificates: Path? = null

        /** The receiver of the store's messages for the user. Default: a log. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var notices: StoreNotices = StoreNotices.LOG

        private var isPlainTextAllowed = false

        init {
            AddressSettings.apply(address.settings, this)
        }

        /** @see keyPrefix */
        public fun keyPrefix(prefix: String): Builder = apply { keyPrefix = prefix }

        /** @see password */
        public fun password(password: String): Builder = apply { this.password = password }

        /** @see timeout */
        public fun timeout(timeout: java.time.Duration): Builder = apply { this.timeout = timeout.toKotlinDuration() }

        /** @see whenUnreachable */
        public fun whenUnreachable(choice: WhenUnreachable): Builder = apply { whenUnreachable = choice }

        /** @see lease */
        public fun lease(length: java.time.Duration): Builder = apply { lease = length.toKotlinDuration() }

        /** @see lockTimeout */
        public fun lockTimeout(patience: java.time.Duration): Builder = apply { lockTimeout = patience.toKotlinDuration() }

        /** @see closeTimeout */
        public fun closeTimeout(patience: java.time.Duration): Builder = apply { closeTimeout = patience.toKotlinDuration() }

        /** @see keepFor */
        public fun keepFor(time: java.time.Duration): Builder = apply { keepFor = time.toKotlinDuration() }

        /** @see encryption */
        public fun encryption(cipher: TokenCipher): Builder = apply { encryption = cipher }

        /** @see trustedCertificates */
        public fun trustedCertificates(pem: Path): Builder = apply { trustedCertificates = pem }

        /** @see notices */
        public fun notices(notices: StoreNotices): Builder = apply { this.notices = notices }

        /**
         * Allows the password, and unencrypted tokens, to be sent unencrypted to another machine. Everybody on the network
         * path can read and use them. For networks with their own encryption; `redis` to this machine needs no permission.
         */
        @DelicateOidcAuthApi
        public fun allowPlainText(): Builder = apply { isPlainTextAllowed = true }

        /**
         * Returns the store. Nothing is connected before its first use.
         *
         * @throws InvalidConfigException if a setting cannot work, or the URL uses neither TLS nor this machine.
         */
        @Throws(AuthException::class)
        public fun build(): RedisTokenStore = build(Clock.System)

        internal fun build(
            clock: Clock,
            random: Random = Random.Default,
        ): RedisTokenStore {
            AddressSettings.check(this)
            if (!address.isTls && !address.isLoopback && !isPlainTextAllowed) {
                throw InvalidConfigException(
                    "Tokens would be sent unencrypted to or from the Redis at $address. Use TLS, as with rediss://, or " +
                        "allow it: plaintext=allowed in the address, or allowPlainText() in the program.",
                )
            }
            if (address.user != null && address.password == null && password == null) {
                // Otherwise the store would log in to Redis as the user `default`.
                throw InvalidConfigException(
                    "There is no password for the user of the Redis at $address. Write it after the name, as in " +
                        "user:password@host, or, if only the address is set, into the variable REDISCLI_AUTH.",
                )
            }
            return RedisTokenStore(password?.let(address::withPassword) ?: address, this, clock, random)
        }

        internal fun passwordUnlessGiven(password: String?) {
            if (address.password == null && this.password == null) this.password = password
        }

        override fun toString(): String = "RedisTokenStore.Builder($address)"
    }

    public companion object {
        private const val THREADS = 4

        /**
         * Returns a builder for the Redis at [url]: `redis://host:port/database`, or `rediss://` for TLS, with
         * `user:password@` or `:password@` before the host. `redis-sentinel://host:port,host:port/database#name`, or
         * `rediss-sentinel://`, asks sentinels for the address of the Redis with this name. Settings follow a `?`: `prefix`,
         * `timeout`, `lease` and `keep` (in seconds), `ca` (a file), `unreachable=memory` and `plaintext=allowed`.
         *
         * @throws InvalidConfigException if it is not such a URL. The message contains nothing of it.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun builder(url: String): Builder = Builder(url)
    }
}

/**
 * Creates a store in the Redis at [url], see [RedisTokenStore.builder].
 *
 * @throws InvalidConfigException if that cannot work.
 */
@JvmSynthetic
public fun RedisTokenStore(
    url: String,
    configure: RedisTokenStore.Builder.() -> Unit = {},
): RedisTokenStore = RedisTokenStore.builder(url).apply(configure).build()
