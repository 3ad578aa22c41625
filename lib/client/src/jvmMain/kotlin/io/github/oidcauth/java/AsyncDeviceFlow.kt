// Tested by JavaCounterpartsTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.Token
import io.github.oidcauth.internal.concurrent.future
import java.util.concurrent.CompletableFuture
import kotlin.time.toKotlinDuration
import java.time.Duration as JavaDuration

/**
 * [DeviceFlow] with futures, from [BlockingDeviceFlow.async]. Each function starts its work and returns a future at once,
 * which completes with the result or with an [AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public class AsyncDeviceFlow internal constructor(
    private val flow: DeviceFlow,
) : AsyncFlow {
    override val config: Config get() = flow.config

    override fun token(): CompletableFuture<Token?> = future { flow.token() }

    override fun authenticate(
        force: Boolean,
        autoOpen: Boolean,
    ): CompletableFuture<Token> = future { flow.authenticate(force, autoOpen) }

    /** @see DeviceFlow.getDeviceCode */
    public fun getDeviceCode(): CompletableFuture<DeviceCode> = future { flow.getDeviceCode() }

    /** @see DeviceFlow.poll */
    public fun poll(code: DeviceCode): CompletableFuture<Token> = future { flow.poll(code) }

    /** Polls as the other [poll] does, with a device code from elsewhere that lives for ten minutes, every five seconds. */
    public fun poll(deviceCode: String): CompletableFuture<Token> = future { flow.poll(deviceCode) }

    /** Polls as the other [poll] does, with a device code from elsewhere that lives for ten minutes, every [interval]. */
    public fun poll(
        deviceCode: String,
        interval: JavaDuration,
    ): CompletableFuture<Token> = future { flow.poll(deviceCode, interval.toKotlinDuration()) }

    /** Polls as the other [poll] does, with a device code from elsewhere that lives for [lifetime], every [interval]. */
    public fun poll(
        deviceCode: String,
        interval: JavaDuration,
        lifetime: JavaDuration,
    ): CompletableFuture<Token> = future { flow.poll(deviceCode, interval.toKotlinDuration(), lifetime.toKotlinDuration()) }

    /** @see DeviceFlow.pollOnce */
    public fun pollOnce(code: DeviceCode): CompletableFuture<Token?> = future { flow.pollOnce(code) }

    override fun refresh(): CompletableFuture<Token> = future { flow.refresh() }

    override fun refresh(refreshToken: String): CompletableFuture<Token> = future { flow.refresh(refreshToken) }

    override fun toString(): String = flow.toString()

    public companion object {
        /**
         * Returns the device flow for [host]; the same object each time. @throws AuthException if [host] is not the base URL
         * of an application.
         */
        @JvmStatic
        public fun of(host: String): AsyncDeviceFlow = of(Config.builder(host).build())

        /**
         * Returns the device flow of [config]; the same object for equal configurations.
         *
         * @throws AuthException if the path of the token file, or another property of the machine, cannot be determined.
         */
        @JvmStatic
        public fun of(config: Config): AsyncDeviceFlow = DeviceFlow(config).blocking.async()
    }
}
