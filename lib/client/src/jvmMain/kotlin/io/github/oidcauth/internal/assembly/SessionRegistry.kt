package io.github.oidcauth.internal.assembly

import io.github.oidcauth.Config
import io.github.oidcauth.internal.acquisition.LoginSession
import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration
import kotlin.time.TimeSource

/**
 * The state that all calls of this process share: one session for equal configurations, one prompt and one refresh at a time for
 * each store and key, the tokens that stores could not write, the writes under way, and the warnings that were given.
 * Thread-safe.
 */
internal object SessionRegistry {
    init {
        requireFittingVersions()
    }

    /** Sessions can be made anew at the price of reading their token file again, so that old ones are dropped. */
    private const val MAX_SESSIONS = 100

    private val shared = SharedState.ofProcess
    private val sessionFactory by lazy { LoginSessionFactory() }

    /** Sessions in the order of their last use. Guarded by itself; a session is made under it, which may touch files. */
    private val sessions =
        object : LinkedHashMap<Config, LoginSession>(INITIAL_CAPACITY, LOAD_FACTOR, true) {
            override fun removeEldestEntry(eldest: Map.Entry<Config, LoginSession>): Boolean = size > MAX_SESSIONS
        }

    /** Returns the session of [config], the same one for equal configurations while it is among those used last. */
    fun session(config: Config): LoginSession = synchronized(sessions) {
        sessions.getOrPut(config) { sessionFactory.session(config, shared) }
    }

    /**
     * Lets nothing begin any more. Returns whether all tokens are written after [timeout]; those in memory alone are not, unless
     * their stores can be written by now.
     */
    suspend fun drain(timeout: Duration): Boolean {
        val start = TimeSource.Monotonic.markNow()
        if (!shared.inFlightWrites.drain(timeout)) return false
        if (!shared.pendingWrites.isEmpty) {
            val all = synchronized(sessions) { sessions.values.toList() }
            withTimeoutOrNull(timeout - start.elapsedNow()) { all.forEach { it.acquirer.writePending() } }
        }
        return shared.pendingWrites.isEmpty
    }

    private const val INITIAL_CAPACITY = 16
    private const val LOAD_FACTOR = 0.75f
}
