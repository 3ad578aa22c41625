package io.github.oidcauth.benchmarks

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds

/** Asks a source for its token when it has no valid one, and needs [OBTAINING] to obtain one. */
class SourceBench {
    /** Asks in [number] coroutines at once, on the threads of the default dispatcher. Returns the number of tokens obtained. */
    fun tokens(number: Int): Int {
        val obtained = AtomicInteger()
        val source =
            TokenSource.of {
                delay(OBTAINING)
                Token("token-${obtained.incrementAndGet()}") { expiresIn(1.hours) }
            }
        val tokens = runBlocking(Dispatchers.Default) { List(number) { async { source.token() } }.awaitAll() }
        check(tokens.all { it === tokens.first() } && obtained.get() == 1)
        return obtained.get()
    }

    companion object {
        const val CALLERS: Int = 10_000
        private val OBTAINING = 300.milliseconds
    }
}
