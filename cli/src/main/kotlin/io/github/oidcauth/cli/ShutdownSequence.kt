package io.github.oidcauth.cli

import io.github.oidcauth.Shutdown
import kotlinx.coroutines.runBlocking
import java.io.PrintStream
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * The steps between the signal to end and the end of the process. A running refresh brings a token that exists nowhere else,
 * so its response is waited for; everything else gets a short time to clean up.
 */
internal class ShutdownSequence(
    private val stderr: PrintStream,
    private val forRefreshes: Duration = FOR_REFRESHES,
    private val forTheRest: Duration = FOR_THE_REST,
    /** Waits until the running refreshes are stored, and returns true if all were. */
    private val drain: suspend (Duration) -> Boolean = { Shutdown.drain(it) },
) {
    /** Blocks until [ended], which should come soon, or until the time is over. */
    fun run(ended: CountDownLatch) {
        runBlocking {
            if (drain(Duration.ZERO)) return@runBlocking
            stderr.println(
                "Waiting for up to ${forRefreshes.inWholeSeconds} s until a token is stored: " +
                    "it can hold the only refresh token that still works.",
            )
            if (!drain(forRefreshes)) stderr.println(LOST)
        }
        ended.await(forTheRest.inWholeMilliseconds, TimeUnit.MILLISECONDS)
    }

    companion object {
        /**
         * Four times the request timeout of the command, which is the library's of 30 seconds: for the keys of the server, the
         * refresh, its repetition with a DPoP nonce, and the lock for writing the token file.
         */
        val FOR_REFRESHES: Duration = 120.seconds

        val FOR_THE_REST: Duration = 10.seconds

        private const val LOST =
            "Error: a token was not stored before the process had to end. " +
                "If it comes from a refresh, the server may have replaced the refresh token, and the new one is lost. " +
                "Log in again if the next refresh is refused."
    }
}
