package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.internal.tokenstore.InFlightWrites
import io.github.oidcauth.internal.tokenstore.PendingWrites
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.delay
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** Sources in virtual time, whose clock is that of the test, and a server that issues a token for each request in a second. */
@OptIn(ExperimentalCoroutinesApi::class)
internal class SourceBench(
    private val test: TestScope,
    var lifetime: Duration = 600.seconds,
) {
    /** The time that a request takes. */
    var latency: Duration = 1.seconds

    /** The number of requests that have begun. */
    var requests = 0

    /** Thrown to each request, if it is not null. */
    var failure: Exception? = null
    val clock = object : Clock {
        override fun now(): Instant = START + test.currentTime.milliseconds
    }
    val reported = mutableListOf<Exception>()
    val inFlightWrites = InFlightWrites()
    val services =
        SourceServices(
            CoroutineScope(StandardTestDispatcher(test.testScheduler) + SupervisorJob()),
            clock,
            { jitter },
            inFlightWrites,
            PendingWrites(),
        )
    var jitter = 1.0

    suspend fun issue(): Token {
        val number = ++requests
        delay(latency)
        failure?.let { throw it }
        val issuedAt = clock.now()
        return Token("token$number") { expiresIn(this@SourceBench.lifetime, issuedAt) }
    }

    fun source(
        configure: TokenSourceOptions.Builder.() -> Unit = {},
        obtain: suspend () -> Token = ::issue,
    ): TokenSource = source(FunctionIssuance(obtain), configure)

    fun source(
        issuance: TokenIssuance,
        configure: TokenSourceOptions.Builder.() -> Unit = {},
    ): TokenSource {
        val options = TokenSourceOptions {
            onFailure { reported += it }
            configure()
        }
        return services.source("test", issuance, options, FailureReports(options.failureListener)) { KEY }
    }

    companion object {
        val START = Instant.parse("2026-06-01T12:00:00Z")
        val KEY = TokenKey.of("shared")
    }
}
