// Tested by FlowInstancesTest.
package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.LoginSession
import io.github.oidcauth.internal.assembly.SessionRegistry
import io.github.oidcauth.internal.assembly.WeakFlowMap
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.java.BlockingCodeFlow

/**
 * Logs in with the browser on this machine, which comes back to a port on the loopback interface (RFC 8252; authorization
 * code with PKCE, RFC 6749 §4.1 and RFC 7636).
 *
 * `CodeFlow(host)` returns the same object for equal configurations, as long as the program holds it and until
 * [resetInstances]. Thread-safe. Java callers use [io.github.oidcauth.java.BlockingCodeFlow].
 */
public class CodeFlow internal constructor(
    override val config: Config,
    private val session: LoginSession,
) : Flow {
    /** The same flow for callers without coroutines, which is one object too. */
    internal val blocking: BlockingCodeFlow by lazy { BlockingCodeFlow(this) }

    @JvmSynthetic
    override suspend fun token(): Token? = session.acquirer.getStored()

    /**
     * Returns a usable token: from the store, else by a refresh, else by a browser login. With [force], always by a login.
     * With [autoOpen], the browser is opened; its URL is shown in any case.
     *
     * The port is bound before the browser opens, and closed when a code has arrived. If the login ends earlier, by timeout,
     * cancellation or refusal, the process holds the port for ten minutes, so that no other user receives a late callback;
     * the next login of this process can use it at once. If this is cancelled during a refresh, it ends after the response
     * has been stored.
     *
     * @throws CallbackUnavailableException if none of the configured ports is free.
     * @throws AuthorizationDeniedException if the user refused.
     * @throws TimedOutException if the user did not finish in time.
     * @throws AuthException for all other failures.
     */
    @JvmSynthetic
    override suspend fun authenticate(
        force: Boolean,
        autoOpen: Boolean,
    ): Token = session.acquirer.obtain(force) { session.codeLogin.run(autoOpen, it) }

    @JvmSynthetic
    override suspend fun refresh(): Token = session.acquirer.refresh()

    @JvmSynthetic
    override suspend fun refresh(refreshToken: String): Token = session.acquirer.refresh(refreshToken)

    override fun toString(): String = "CodeFlow(${config.host})"

    public companion object {
        init {
            requireFittingVersions()
        }

        private val instances = WeakFlowMap(CodeFlow::config, { CodeFlow(it, SessionRegistry.session(it)) })

        /** Returns the flow of [config], the same one for equal configurations. */
        internal fun of(config: Config): CodeFlow = instances.of(config)

        /** Forgets all instances, so that the next `CodeFlow(host)` makes a new one. Stores and tokens stay unchanged. */
        @JvmStatic
        public fun resetInstances(): Unit = instances.clear()
    }
}

/** Returns the code flow for [host]; the same object for equal settings. @throws InvalidHostException, InvalidConfigException */
@JvmSynthetic
public fun CodeFlow(
    host: String,
    configure: Config.Builder.() -> Unit = {},
): CodeFlow = CodeFlow(Config(host, configure))

/** Returns the code flow of [config]; the same object for equal configurations. */
@JvmSynthetic
public fun CodeFlow(config: Config): CodeFlow = CodeFlow.of(config)
