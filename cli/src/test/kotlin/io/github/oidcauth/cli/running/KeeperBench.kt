package io.github.oidcauth.cli.running

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import java.io.IOException
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Instant

/** A keeper in virtual time: its server issues tokens of [lifetime], or fails. */
@OptIn(ExperimentalCoroutinesApi::class)
internal class KeeperBench(
    private val scope: TestScope,
    private val lifetime: Duration = 10.minutes,
) {
    /** The time that only the clock counts, as after a suspension of the machine. */
    var suspended: Duration = Duration.ZERO
    val clock =
        object : Clock {
            override fun now(): Instant = Instant.fromEpochSeconds(1_800_000_000) + scope.currentTime.milliseconds + suspended
        }
    val written = mutableListOf<String>()
    val warnings = mutableListOf<String>()

    /** The rejected tokens of the calls. */
    val calls = mutableListOf<String?>()
    var failure: AuthException? = null
    var writeFailure: IOException? = null
    private var issued = 0

    val source =
        object : TokenSource {
            override suspend fun token(rejected: Token?): Token {
                calls += rejected?.accessToken
                failure?.let { throw it }
                return next()
            }
        }

    fun next(): Token = Token("at${++issued}") { expiresAt = clock.now() + lifetime }

    val keeper =
        TokenKeeper(
            source,
            { token ->
                writeFailure?.let { throw it }
                written += token.accessToken
            },
            clock,
            { 0.0 },
            { warnings += it },
        )
}
