package io.github.oidcauth.okhttp

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

    override suspend fun token(rejected: Token?): Token = lock.withLock {
        if (rejected?.accessToken == "T$newest") {
            newest++
            renewals.incrementAndGet()
        }
        token(newest)
    }

    private fun token(number: Int) = Token("T$number") {
        if (key != null) tokenType = "DPoP"
        dpopKey = key
    }
}

/** Never gets a token, and counts how many wait and how many were cancelled. */
internal class HangingTokens : TokenSource {
    val started = CountDownLatch(1)
    val ended = CountDownLatch(1)

    override suspend fun token(rejected: Token?): Token {
        started.countDown()
        try {
            awaitCancellation()
        } finally {
            ended.countDown()
        }
    }
}

/** Cannot get a token, as its refresh token is not valid any more. */
internal class FailingTokens : TokenSource {
    override suspend fun token(rejected: Token?): Token =
        throw InvalidGrantException("The refresh token has expired.")
}
