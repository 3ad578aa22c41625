// Tested by RedisAddressTest and RedisTokenStoreTest.
package io.github.oidcauth.redis.internal

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.HomePath
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.WhenUnreachable
import java.nio.file.InvalidPathException
import java.nio.file.Path
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** The settings after the `?` of an address, and their limits. */
internal object AddressSettings {
    private const val MAX_PREFIX = 100

    @OptIn(DelicateOidcAuthApi::class)
    fun apply(
        settings: Map<String, String>,
        builder: RedisTokenStore.Builder,
    ): Unit =
        settings.forEach { (name, value) ->
            when (name) {
                "prefix" -> {
                    builder.keyPrefix = value
                }

                "timeout" -> {
                    builder.timeout = seconds(name, value)
                }

                "lease" -> {
                    builder.lease = seconds(name, value)
                }

                "keep" -> {
                    builder.keepFor = seconds(name, value)
                }

                "ca" -> {
                    builder.trustedCertificates = path(value)
                }

                "unreachable" -> {
                    builder.whenUnreachable = choice(value)
                }

                "plaintext" -> {
                    if (value != "allowed") throw fault("plaintext is allowed, or left out.")
                    builder.allowPlainText()
                }

                else -> {
                    throw fault("The settings are prefix, timeout, lease, keep, ca, unreachable and plaintext.")
                }
            }
        }

    fun check(builder: RedisTokenStore.Builder) {
        val prefix = builder.keyPrefix
        if (prefix.length !in 1..MAX_PREFIX || prefix.any { it !in '!'..'~' }) {
            throw fault("The prefix has 1 to $MAX_PREFIX characters of printable ASCII, without blanks.")
        }
        within("timeout", builder.timeout, 10.milliseconds..1.minutes)
        within("lease", builder.lease, 100.milliseconds..10.minutes)
        within("time to keep tokens", builder.keepFor, 1.minutes..3660.days)
        within("patience when closing", builder.closeTimeout, 0.milliseconds..10.minutes)
        if (!builder.lockTimeout.isPositive()) throw fault("The lock time-out is more than zero.")
    }

    private fun within(
        name: String,
        duration: Duration,
        range: ClosedRange<Duration>,
    ) {
        if (duration !in range) throw fault("The $name is $duration; it goes from ${range.start} to ${range.endInclusive}.")
    }

    private fun seconds(
        name: String,
        value: String,
    ): Duration = value.toDoubleOrNull()?.takeIf { it.isFinite() }?.seconds ?: throw fault("The $name is a number of seconds.")

    private fun path(value: String): Path =
        try {
            HomePath.of(value)
        } catch (e: InvalidPathException) {
            throw fault("The file of authorities has a name that this system does not have.")
        }

    private fun choice(value: String): WhenUnreachable =
        when (value) {
            "memory" -> WhenUnreachable.USE_MEMORY
            "fail" -> WhenUnreachable.FAIL
            else -> throw fault("unreachable is memory or fail.")
        }

    private fun fault(reason: String) = InvalidConfigException("The store in Redis cannot be used. $reason")
}
