package io.github.oidcauth.internal.login

import io.github.oidcauth.AuthException
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.responses.DevicePolling
import io.github.oidcauth.internal.responses.DevicePolling.Decision
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.internal.servers.LoginServer
import kotlinx.coroutines.delay
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.TimeSource

/** A device login, from the device code to the token (RFC 8628). */
internal class DeviceLogin(
    private val server: LoginServer,
    private val interaction: InteractionChannel,
    private val clock: Clock,
    private val timeSource: TimeSource,
    /** The caller's timeout, or null for the lifetime of the device code. */
    private val timeout: Duration?,
) {
    suspend fun run(
        autoOpen: Boolean,
        sink: TokenSink = TokenSink.NONE,
    ): Token = complete(start(), autoOpen, sink)

    /** Returns whether the server may offer the device grant. */
    suspend fun isOffered(): Boolean = server.hasDeviceGrant()

    suspend fun start(): DeviceCode = server.startDeviceLogin()

    /** Shows [code] to the user and waits until the login is finished. */
    suspend fun complete(
        code: DeviceCode,
        autoOpen: Boolean,
        sink: TokenSink = TokenSink.NONE,
    ): Token {
        interaction.call { showDeviceCode(code) }
        if (autoOpen) interaction.openBrowser(code.uri)
        return interaction.withProgress(effectiveTimeout(code.lifetime)) { poll(code, sink) }
    }

    /** Polls until the user has finished, the server refuses, or [code] has expired. */
    suspend fun poll(
        code: DeviceCode,
        sink: TokenSink = TokenSink.NONE,
    ): Token {
        val left = (code.expiresAt - clock.now()).coerceIn(Duration.ZERO, code.lifetime)
        return poll(code.deviceCode, code.interval, left, sink, code.codeVerifier)
    }

    /** Polls until the user has finished, the server refuses, or [lifetime] is over. */
    suspend fun poll(
        deviceCode: String,
        interval: Duration,
        lifetime: Duration,
        sink: TokenSink = TokenSink.NONE,
        codeVerifier: String? = null,
    ): Token {
        val start = timeSource.markNow()
        val polling = DevicePolling(interval, effectiveTimeout(lifetime), lifetime)
        var decision = polling.first()
        var reported: String? = null
        while (true) {
            when (val now = decision) {
                is Decision.Done -> {
                    return sink.keep(now.token)
                }

                is Decision.Failed -> {
                    throw now.cause
                }

                is Decision.Wait -> {
                    delay(now.after)
                    val response = server.pollOnce(deviceCode, codeVerifier)
                    decision = polling.next(response, start.elapsedNow())
                    // The user can then solve the problem, or cancel, long before the code expires.
                    val failure = (response as? PollResult.Retryable)?.takeIf { it.isServerFailure }?.cause?.message
                    if (failure != null && failure != reported && decision is Decision.Wait) {
                        reported = failure
                        interaction.call { warn("The login goes on although the server has a problem. $failure") }
                    }
                }
            }
        }
    }

    /**
     * Polls once. Returns null while the user has not finished.
     *
     * @throws AuthException for every other response, and when none arrives.
     */
    suspend fun pollOnce(
        code: DeviceCode,
        sink: TokenSink,
    ): Token? =
        when (val response = server.pollOnce(code.deviceCode, code.codeVerifier)) {
            is PollResult.Granted -> sink.keep(response.token)
            is PollResult.Pending -> null
            is PollResult.SlowDown -> throw response.cause
            is PollResult.Retryable -> throw response.cause
            is PollResult.Refused -> throw response.cause
        }

    private fun effectiveTimeout(lifetime: Duration): Duration = minOf(timeout ?: lifetime, lifetime)
}
