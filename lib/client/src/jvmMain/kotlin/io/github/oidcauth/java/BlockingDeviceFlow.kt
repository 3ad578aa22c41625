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
 * cancel them. `BlockingDeviceFlow.of(host)` returns the same object for equal configurations, as long as the program holds
 * it and until [DeviceFlow.resetInstances]. Thread-safe.
 */
public class BlockingDeviceFlow internal constructor(
    private val flow: DeviceFlow,
) : BlockingFlow {
    private val async = AsyncDeviceFlow(flow)

    override val config: Config get() = flow.config

    @Throws(AuthException::class)
    override fun token(): Token? = runBlocking { flow.token() }

    @Throws(AuthException::class)
    override fun authenticate(
        force: Boolean,
        autoOpen: Boolean,
    ): Token = runBlocking { flow.authenticate(force, autoOpen) }

    /** @see DeviceFlow.getDeviceCode */
    @Throws(AuthException::class)
    public fun getDeviceCode(): DeviceCode = runBlocking { flow.getDeviceCode() }

    /** @see DeviceFlow.poll */
    @Throws(AuthException::class)
    public fun poll(code: DeviceCode): Token = runBlocking { flow.poll(code) }

    /** Polls as the other [poll] does, with a device code from elsewhere that lives for ten minutes, every five seconds. */
    @Throws(AuthException::class)
    public fun poll(deviceCode: String): Token = runBlocking { flow.poll(deviceCode) }

    /** Polls as the other [poll] does, with a device code from elsewhere that lives for ten minutes, every [interval]. */
    @Throws(AuthException::class)
    public fun poll(
        deviceCode: String,
        interval: JavaDuration,
    ): Token = runBlocking { flow.poll(deviceCode, interval.toKotlinDuration()) }

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

    @Throws(AuthException::class)
    override fun refresh(): Token = runBlocking { flow.refresh() }

    @Throws(AuthException::class)
    override fun refresh(refreshToken: String): Token = runBlocking { flow.refresh(refreshToken) }

    /** Returns the same flow with futures; the same object each time. */
    override fun async(): AsyncDeviceFlow = async

    override fun toString(): String = flow.toString()

    public companion object {
        /**
         * Returns the device flow for [host]; the same object each time. @throws AuthException if [host] is not the base URL
         * of an application.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(host: String): BlockingDeviceFlow = of(Config.builder(host).build())

        /**
         * Returns the device flow of [config]; the same object for equal configurations.
         *
         * @throws AuthException if the path of the token file, or another property of the machine, cannot be determined.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(config: Config): BlockingDeviceFlow = DeviceFlow(config).blocking
    }
}
