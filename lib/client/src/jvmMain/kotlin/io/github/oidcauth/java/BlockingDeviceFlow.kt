// Tested by FacadeFromJavaTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.Token
import io.github.oidcauth.internal.concurrent.runBlocking
import kotlin.time.toKotlinDuration
import java.time.Duration as JavaDuration

/**
 * [DeviceFlow] for callers without coroutines. The functions keep the calling thread until they are done; interrupt it to
 * cancel them. Thread-safe.
 */
public class BlockingDeviceFlow private constructor(
    private val flow: DeviceFlow,
) {
    /** @see DeviceFlow.token */
    @Throws(AuthException::class)
    public fun token(): Token? = runBlocking { flow.token() }

    /** @see DeviceFlow.authenticate */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun authenticate(
        force: Boolean = false,
        autoOpen: Boolean = flow.config.openBrowser,
    ): Token = runBlocking { flow.authenticate(force, autoOpen) }

    /** @see DeviceFlow.getDeviceCode */
    @Throws(AuthException::class)
    public fun getDeviceCode(): DeviceCode = runBlocking { flow.getDeviceCode() }

    /** @see DeviceFlow.poll */
    @Throws(AuthException::class)
    public fun poll(code: DeviceCode): Token = runBlocking { flow.poll(code) }

    /** Polls as the other [poll] does, with a device code from elsewhere that lives for [lifetime], every [interval]. */
    @Throws(AuthException::class)
    public fun poll(
        deviceCode: String,
        interval: JavaDuration,
        lifetime: JavaDuration,
    ): Token = runBlocking { flow.poll(deviceCode, interval.toKotlinDuration(), lifetime.toKotlinDuration()) }

    /** @see DeviceFlow.pollOnce */
    @Throws(AuthException::class)
    public fun pollOnce(code: DeviceCode): Token? = runBlocking { flow.pollOnce(code) }

    /** @see DeviceFlow.refresh */
    @Throws(AuthException::class)
    public fun refresh(): Token = runBlocking { flow.refresh() }

    /** @see DeviceFlow.refresh */
    @Throws(AuthException::class)
    public fun refresh(refreshToken: String): Token = runBlocking { flow.refresh(refreshToken) }

    override fun toString(): String = flow.toString()

    public companion object {
        /** Returns the device flow for [host]. @throws AuthException if that is not the base URL of an application. */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(host: String): BlockingDeviceFlow = of(Config.builder(host).build())

        /**
         * Returns the device flow of [config]; it shares its state with every other flow of an equal configuration.
         *
         * @throws AuthException if the path of the token file, or another property of the machine, cannot be determined.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(config: Config): BlockingDeviceFlow = BlockingDeviceFlow(DeviceFlow(config))
    }
}
