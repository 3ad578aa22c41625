// Tested by FlowInstancesTest.
package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.LoginSession
import io.github.oidcauth.internal.assembly.SessionRegistry
import io.github.oidcauth.internal.assembly.WeakFlowMap
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.java.BlockingDeviceFlow
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * Logs in with a code that the user enters on any device (RFC 8628): for terminals, remote machines and everything without a
 * browser. [authenticate] does all steps; [getDeviceCode] and [poll] do them one by one.
 *
 * `DeviceFlow(host)` returns the same object for equal configurations, as long as the program holds it and until
 * [resetInstances]. Thread-safe. Java callers use [io.github.oidcauth.java.BlockingDeviceFlow].
 */
public class DeviceFlow internal constructor(
    override val config: Config,
    private val session: LoginSession,
) : Flow {
    /** The same flow for callers without coroutines, which is one object too. */
    internal val blocking: BlockingDeviceFlow by lazy { BlockingDeviceFlow(this) }

    @JvmSynthetic
    override suspend fun token(): Token? = session.acquirer.getStored()

    /**
     * Returns a usable token: from the store, else by a refresh, else by a device login. With [force], always by a login.
     * With [autoOpen], the page is opened in a browser too.
     *
     * If this is cancelled during a refresh, it ends after the response has been stored.
     *
     * @throws AuthException if no token can be obtained; its subclasses tell the reason.
     */
    @JvmSynthetic
    override suspend fun authenticate(
        force: Boolean,
        autoOpen: Boolean,
    ): Token = session.acquirer.obtain(force) { session.deviceLogin.run(autoOpen, it) }

    /** Requests a device code from the server (RFC 8628 §3.1). @throws AuthException if that fails */
    @JvmSynthetic
    public suspend fun getDeviceCode(): DeviceCode = session.deviceLogin.start()

    /**
     * Polls until the user has finished, and stores the token. The first poll is sent after one interval. Polling continues
     * after network failures until [code] expires or the configured timeout is over.
     *
     * @throws AuthorizationDeniedException if the user refused.
     * @throws ExpiredTokenException if the code has expired.
     * @throws TimedOutException if the user did not finish in time.
     * @throws AuthException for all other failures.
     */
    @JvmSynthetic
    public suspend fun poll(code: DeviceCode): Token = session.deviceLogin.poll(code, session.acquirer)

    /** Polls as the other [poll] does, with a device code from elsewhere that lives for [lifetime], every [interval]. */
    @JvmSynthetic
    public suspend fun poll(
        deviceCode: String,
        interval: Duration = 5.seconds,
        lifetime: Duration = 10.minutes,
    ): Token = session.deviceLogin.poll(deviceCode, interval, lifetime, session.acquirer)

    /**
     * Polls once, without waiting, and stores the token if there is one. Returns null if the user has not finished. Wait
     * [DeviceCode.intervalSeconds] between two calls.
     *
     * @throws SlowDownException if polled too often; wait five seconds longer between calls from now on.
     * @throws AuthException for all other failures.
     */
    @JvmSynthetic
    public suspend fun pollOnce(code: DeviceCode): Token? = session.deviceLogin.pollOnce(code, session.acquirer)

    @JvmSynthetic
    override suspend fun refresh(): Token = session.acquirer.refresh()

    @JvmSynthetic
    override suspend fun refresh(refreshToken: String): Token = session.acquirer.refresh(refreshToken)

    override fun toString(): String = "DeviceFlow(${config.host})"

    public companion object {
        init {
            requireFittingVersions()
        }

        private val instances = WeakFlowMap(DeviceFlow::config, { DeviceFlow(it, SessionRegistry.session(it)) })

        /** Returns the flow of [config], the same one for equal configurations. */
        internal fun of(config: Config): DeviceFlow = instances.of(config)

        /** Forgets all instances, so that the next `DeviceFlow(host)` makes a new one. Stores and tokens stay unchanged. */
        @JvmStatic
        public fun resetInstances(): Unit = instances.clear()
    }
}

/**
 * Returns the device flow for [host]; the same object for equal settings. @throws InvalidHostException,
 * InvalidConfigException
 */
@JvmSynthetic
public fun DeviceFlow(
    host: String,
    configure: Config.Builder.() -> Unit = {},
): DeviceFlow = DeviceFlow(Config(host, configure))

/** Returns the device flow of [config]; the same object for equal configurations. */
@JvmSynthetic
public fun DeviceFlow(config: Config): DeviceFlow = DeviceFlow.of(config)
