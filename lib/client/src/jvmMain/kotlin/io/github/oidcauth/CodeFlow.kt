// Tested by FlowInstancesTest.
package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.LoginSession
import io.github.oidcauth.internal.assembly.SessionRegistry
import io.github.oidcauth.internal.assembly.WeakFlowMap
import io.github.oidcauth.internal.versions.requireFittingVersions

/**
 * Logs in with the browser on this machine, which comes back to a port on the loopback interface (RFC 8252; authorization
 * code with PKCE, RFC 6749 §4.1 and RFC 7636).
 *
 * `CodeFlow(host)` returns the same object for equal configurations, while the program has it and until [resetInstances].
 * Thread-safe. Java callers use [io.github.oidcauth.java.BlockingCodeFlow].
 */
public class CodeFlow internal constructor(
    /** The configuration, as given. */
    public val config: Config,
    private val session: LoginSession,
) {
    /** The stored token, usable or not, or null when there is none. No request is made. @throws StoreException */
    public suspend fun token(): Token? = session.acquirer.getStored()

    /**
     * A usable token: from the store, else refreshed, else by a browser login. With [force] always by a login. With [autoOpen] the
     * browser is opened; its URL is shown in any case.
     *
     * The port is listened on before the browser opens, and given back when a code has come. When this ends before, by timeout,
     * cancellation or refusal, the process holds it for ten minutes against other users, who would receive a late callback; its
     * next login has it at once. When this is cancelled while a refresh is on its way, it ends after the response has been
     * stored.
     *
     * @throws CallbackUnavailableException none of the configured ports is free.
     * @throws AuthorizationDeniedException the user said no.
     * @throws TimedOutException nobody came back in time.
     * @throws AuthException for the rest.
     */
    public suspend fun authenticate(
        force: Boolean = false,
        autoOpen: Boolean = config.openBrowser,
    ): Token = session.acquirer.obtain(force) { session.codeLogin.run(autoOpen, it) }

    /** @see DeviceFlow.refresh */
    public suspend fun refresh(): Token = session.acquirer.refresh()

    /**
     * Redeems [refreshToken], wherever it comes from, and stores the response. Sent once, also where several callers of this process bring
     * the same one at the same time: they share what it buys.
     *
     * @throws UnverifiedRefreshException the store has no such token, and only the refresh token of the response is to be kept: by you.
     * @throws AuthException for the rest.
     */
    public suspend fun refresh(refreshToken: String): Token = session.acquirer.refresh(refreshToken)

    override fun toString(): String = "CodeFlow(${config.host})"

    public companion object {
        init {
            requireFittingVersions()
        }

        private val instances = WeakFlowMap(CodeFlow::config, { CodeFlow(it, SessionRegistry.session(it)) })

        /** Returns the flow of [config], the same one for equal configurations. */
        internal fun of(config: Config): CodeFlow = instances.of(config)

        /** Forgets all instances, so that the next `CodeFlow(host)` makes a new one. Stores and tokens are not touched. */
        @JvmStatic
        public fun resetInstances(): Unit = instances.clear()
    }
}

/** The code flow for [host]; the same object for equal settings. @throws InvalidHostException, InvalidConfigException */
@JvmSynthetic
public fun CodeFlow(
    host: String,
    configure: Config.Builder.() -> Unit = {},
): CodeFlow = CodeFlow(Config(host, configure))

/** The code flow of [config]; the same object for equal configurations. */
@JvmSynthetic
public fun CodeFlow(config: Config): CodeFlow = CodeFlow.of(config)
