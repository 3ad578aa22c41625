package io.github.oidcauth.testing.internal.contract

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.testing.SettableClock
import kotlinx.coroutines.delay
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.milliseconds

/** The environment of a check: its own store, the clock, two keys and a token. */
internal class ContractRun(
    val store: TokenStore,
    val clock: SettableClock,
    private val timeout: Duration,
    private val openSibling: (() -> TokenStore)?,
) {
    val a: TokenKey = TokenKey.forHost("https://a.example.com")
    val b: TokenKey = TokenKey.forHost("https://b.example.com")

    /** A token that outlives every check. */
    val lasting: Token = Token("access") { expiresAt = clock.now() + 1.days }

    /** Returns a store with the same tokens, as another process sees them. */
    fun sibling(): TokenStore = checkNotNull(openSibling) { "This contract has no siblings." }()

    /** Returns the result of [action], which must end by itself. */
    suspend fun <T> soon(
        what: String,
        action: suspend () -> T,
    ): T =
        withTimeoutOrNull(timeout / 2) { Ended(action()) }.let {
            it ?: throw AssertionError("Expected that $what, but that was still to come after ${timeout / 2}.")
        }.value

    /** Gives an unwanted action the time to happen, and returns true if it does. */
    suspend fun hasHappenedMeanwhile(action: suspend () -> Unit): Boolean = withTimeoutOrNull(MEANWHILE) { action() } != null

    /** Waits as long as another caller needs to enter, if it can. */
    suspend fun holdBriefly(): Unit = delay(A_WHILE)

    private class Ended<T>(
        val value: T,
    )

    private companion object {
        val A_WHILE = 5.milliseconds
        val MEANWHILE = 100.milliseconds
    }
}
