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

/** What a check has to work with: a store of its own, the clock it goes by, two keys and a token. */
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

    /** The same tokens, seen by another process. */
    fun sibling(): TokenStore = checkNotNull(openSibling) { "This contract has no siblings." }()

    /** What [action] returns, which has to end by itself. */
    suspend fun <T> soon(
        what: String,
        action: suspend () -> T,
    ): T =
        withTimeoutOrNull(timeout / 2) { Ended(action()) }.let {
            it ?: throw AssertionError("Expected that $what, but that was still to come after ${timeout / 2}.")
        }.value

    /** Lets pass what would happen if nothing kept it from happening. */
    suspend fun hasHappenedMeanwhile(action: suspend () -> Unit): Boolean = withTimeoutOrNull(MEANWHILE) { action() } != null

    /** Stays for as long as somebody else needs to come in, if they can. */
    suspend fun holdBriefly(): Unit = delay(A_WHILE)

    private class Ended<T>(
        val value: T,
    )

    private companion object {
        val A_WHILE = 5.milliseconds
        val MEANWHILE = 100.milliseconds
    }
}
