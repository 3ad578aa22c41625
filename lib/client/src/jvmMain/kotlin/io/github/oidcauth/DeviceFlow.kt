// Tested by FlowInstancesTest.
package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.LoginSession
import io.github.oidcauth.internal.assembly.SessionRegistry
import io.github.oidcauth.internal.assembly.WeakFlowMap
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * Logs in with a code that the user enters on any device (RFC 8628): for terminals, remote machines and everything without
 * a browser. [authenticate] does it all; [getDeviceCode] and [poll] are the same in steps.
 *
 * `DeviceFlow(host)` returns the same object for equal configurations, while the program has it and until [resetInstances].
 * Thread-safe. Java callers use [io.github.oidcauth.java.BlockingDeviceFlow].
 */
public class DeviceFlow internal constructor(
    /** The configuration, as given. */
    public val config: Config,
    private val session: LoginSession,
) {
    /** The stored token, usable or not, or null when there is none. No request is made. @throws StoreException */
    public suspend fun token(): Token? = session.acquirer.getStored()

    /**
     * A usable token: from the store, else refreshed, else by a device login. With [force] always by a login. With [autoOpen] the
     * page is opened in a browser too.
     *
     * When this is cancelled while a refresh is on its way, it ends after the response has been stored.
     *
     * @throws AuthException of any kind; see there.
     */
    public suspend fun authenticate(
        force: Boolean = false,
        autoOpen: Boolean = config.openBrowser,
    ): Token = session.acquirer.obtain(force) { session.deviceLogin.run(autoOpen, it) }

    /** Asks the server for a device code (RFC 8628 §3.1), whoever will use it. @throws AuthException */
    public suspend fun getDeviceCode(): DeviceCode = session.deviceLogin.start()

    /**
     * Polls until the user has finished, and stores the token. The first poll comes after one interval. Faults of the
     * network are ridden out until [code] expires or the configured timeout is over.
     *
     * @throws AuthorizationDeniedException the user said no.
     * @throws ExpiredTokenException the code has expired.
     * @throws TimedOutException nobody finished in time.
     * @throws AuthException for the rest.
     */
    public suspend fun poll(code: DeviceCode): Token = session.deviceLogin.poll(code, session.acquirer)

    /** [poll] with a device code from elsewhere, which may live for [lifetime] and is asked for every [interval]. */
    public suspend fun poll(
        deviceCode: String,
        interval: Duration = 5.seconds,
        lifetime: Duration = 10.minutes,
    ): Token = session.deviceLogin.poll(deviceCode, interval, lifetime, session.acquirer)

    /**
     * Polls once, without waiting, and stores the token if there is one. Null means: not yet. Leave [DeviceCode.intervalSeconds]
     * between two calls.
     *
     * @throws SlowDownException polled too often; leave five seconds more between calls from now on.
     * @throws AuthException for the rest.
     */
    public suspend fun pollOnce(code: DeviceCode): Token? = session.deviceLogin.pollOnce(code, session.acquirer)

    /**
     * Refreshes the stored token, usable or not, unless somebody who shares the store does so meanwhile, and stores the response.
     *
     * The request is sent once. When it fails with a [TransportException] the server may have accepted it all the same.
     *
     * @throws InteractionRequiredException there is no refresh token.
     * @throws InvalidGrantException the server no longer accepts it.
     */
    public suspend fun refresh(): Token = session.acquirer.refresh()

    /**
     * Redeems [refreshToken], wherever it comes from, and stores the response. Sent once, also where several callers of this process bring
     * the same one at the same time: they share what it buys.
     *
     * @throws UnverifiedRefreshException the store has no such token, and only the refresh token of the response is to be kept: by you.
     * @throws AuthException for the rest.
     */
    public suspend fun refresh(refreshToken: String): Token = session.acquirer.refresh(refreshToken)

    override fun toString(): String = "DeviceFlow(${config.host})"

    public companion object {
        init {
            requireFittingVersions()
        }

        private val instances = WeakFlowMap(DeviceFlow::config, { DeviceFlow(it, SessionRegistry.session(it)) })

        /** Returns the flow of [config], the same one for equal configurations. */
        internal fun of(config: Config): DeviceFlow = instances.of(config)

        /** Forgets all instances, so that the next `DeviceFlow(host)` makes a new one. Stores and tokens are not touched. */
        @JvmStatic
        public fun resetInstances(): Unit = instances.clear()
    }
}

/** The device flow for [host]; the same object for equal settings. @throws InvalidHostException, InvalidConfigException */
@JvmSynthetic
public fun DeviceFlow(
    host: String,
    configure: Config.Builder.() -> Unit = {},
): DeviceFlow = DeviceFlow(Config(host, configure))

/** The device flow of [config]; the same object for equal configurations. */
@JvmSynthetic
public fun DeviceFlow(config: Config): DeviceFlow = DeviceFlow.of(config)
