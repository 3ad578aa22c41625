package io.github.oidcauth.grpc

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.oauth2.DPoPKey
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger

/** Returns the tokens T1, T2, … and the next one when the API has refused the newest. */
internal class ScriptedTokens(
    private val key: DPoPKey? = null,
) : TokenSource {
    private val lock = Mutex()
    private var newest = 1
    val renewals = AtomicInteger()

    override suspend fun token(rejected: Token?): Token =
        lock.withLock {
            if (rejected?.accessToken == "T$newest") {
                newest++
                renewals.incrementAndGet()
            }
            Token("T$newest") {
                if (key != null) tokenType = "DPoP"
                dpopKey = key
            }
        }
}

/** Returns the token T1 if it [hasFirst], and never another one. */
internal class HangingTokens(
    private val hasFirst: Boolean = false,
) : TokenSource {
    val started = CountDownLatch(1)
    val ended = CountDownLatch(1)

    override suspend fun token(rejected: Token?): Token {
        if (hasFirst && rejected == null) return Token("T1")
        started.countDown()
        try {
            awaitCancellation()
        } finally {
            ended.countDown()
        }
    }
}

/** Cannot get a token, or only the first one. */
internal class FailingTokens(
    private val first: Token? = null,
    private val failure: Throwable = InvalidGrantException("The refresh\ntoken has expired: läuft nicht."),
) : TokenSource {
    override suspend fun token(rejected: Token?): Token = first?.takeIf { rejected == null } ?: throw failure
}
