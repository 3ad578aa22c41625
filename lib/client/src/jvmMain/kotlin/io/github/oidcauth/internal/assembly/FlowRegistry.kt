package io.github.oidcauth.internal.assembly

import io.github.oidcauth.CodeFlow
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.internal.acquisition.LoginSession
import io.github.oidcauth.internal.acquisition.RefreshFlights
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.interaction.WarnOnce
import io.github.oidcauth.internal.tokenstore.InFlightWrites
import io.github.oidcauth.internal.tokenstore.PendingWrites
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration
import kotlin.time.TimeSource

/**
 * The state that is shared by all flows of the process: one flow for each configuration, one session for all calls with equal
 * configurations, one prompt and one refresh at a time for each store and key, tokens that could not be stored, writes in
 * progress, and the warnings that were shown.
 */
internal object FlowRegistry {
    /** The maximum number of sessions. Old ones are dropped; a new session only has to read its token file again. */
    private const val MAX_SESSIONS = 100

    private val deviceFlows = WeakFlowMap(DeviceFlow::config, { DeviceFlow(it, session(it)) })
    private val codeFlows = WeakFlowMap(CodeFlow::config, { CodeFlow(it, session(it)) })
    private val prompts = Prompts()
    private val flights = RefreshFlights()
    private val warnOnce = WarnOnce()

    /** The tokens that could not be written, for all flows of the process. */
    val pendingWrites: PendingWrites = PendingWrites()

    /** The refreshes and writes in progress, for all flows of the process; the end of the process would interrupt them. */
    val inFlightWrites: InFlightWrites = InFlightWrites()
    private val sessionFactory by lazy { LoginSessionFactory() }

    /** The sessions in the order of their last use. Guarded by itself; a session is created under it, which may read files. */
    private val sessions =
        object : LinkedHashMap<Config, LoginSession>(INITIAL_CAPACITY, LOAD_FACTOR, true) {
            override fun removeEldestEntry(eldest: Map.Entry<Config, LoginSession>): Boolean = size > MAX_SESSIONS
        }

    fun deviceFlow(config: Config): DeviceFlow = deviceFlows.of(config)

    fun codeFlow(config: Config): CodeFlow = codeFlows.of(config)

    fun session(config: Config): LoginSession = synchronized(sessions) {
        sessions.getOrPut(config) { sessionFactory.session(config, prompts, pendingWrites, flights, inFlightWrites, warnOnce) }
    }

    /**
     * Refuses new refreshes and logins. Returns whether all tokens are written within [timeout]. Tokens in memory only are not,
     * unless their stores can be written now.
     */
    suspend fun drain(timeout: Duration): Boolean {
        val start = TimeSource.Monotonic.markNow()
        if (!inFlightWrites.drain(timeout)) return false
        if (!pendingWrites.isEmpty) {
            val all = synchronized(sessions) { sessions.values.toList() }
            withTimeoutOrNull(timeout - start.elapsedNow()) { all.forEach { it.acquirer.writePending() } }
        }
        return pendingWrites.isEmpty
    }

    fun resetDeviceFlows(): Unit = deviceFlows.clear()

    fun resetCodeFlows(): Unit = codeFlows.clear()

    private const val INITIAL_CAPACITY = 16
    private const val LOAD_FACTOR = 0.75f
}
