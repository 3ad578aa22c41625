// Tested by FlowInstancesTest.
package io.github.oidcauth.internal.assembly

import io.github.oidcauth.Config
import io.github.oidcauth.internal.acquisition.LoginDemand
import io.github.oidcauth.internal.acquisition.LoginSession
import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration
import kotlin.time.TimeSource

/**
 * The state that all calls of this process share: one session for equal configurations, one prompt and one refresh at a time
 * for each store and key, the tokens that stores could not write, the writes in progress, and the warnings that were given.
 * Thread-safe.
 */
internal object SessionRegistry {
    init {
        requireFittingVersions()
    }

    /** The maximum number of sessions. Old ones are dropped; a new session only has to read its token file again. */
    private const val MAX_SESSIONS = 100

    private val shared = SharedState.ofProcess
    private val sessionFactory by lazy { LoginSessionFactory() }

    /**
     * The sessions in the order of their last use. Guarded by itself. A session is created under this lock, which may access
     * files.
     */
    private val sessions =
        object : LinkedHashMap<Config, LoginSession>(INITIAL_CAPACITY, LOAD_FACTOR, true) {
            override fun removeEldestEntry(eldest: Map.Entry<Config, LoginSession>): Boolean = size > MAX_SESSIONS
        }

    /**
     * Returns the session of [config]. Equal configurations get the same session, as long as it is among the most recently used
     * ones.
     */
    fun session(config: Config): LoginSession = synchronized(sessions) {
        sessions.getOrPut(config) { sessionFactory.session(config, shared) }
    }

    /**
     * Returns a new session of [config] whose logins fulfil [demand]. It shares prompts and tokens with all others, and is not
     * kept: a demand is rare, and a login takes far longer.
     */
    fun session(
        config: Config,
        demand: LoginDemand,
    ): LoginSession = sessionFactory.session(config, shared, demand)

    /**
     * Refuses new refreshes and logins. Returns whether all tokens are written within [timeout]. Tokens in memory only are not,
     * unless their stores can be written now.
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
