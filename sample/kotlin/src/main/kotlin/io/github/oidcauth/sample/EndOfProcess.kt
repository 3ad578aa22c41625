package io.github.oidcauth.sample

import io.github.oidcauth.Shutdown
import kotlin.time.Duration.Companion.seconds

/** A program that has nothing to close but its tokens: the JVM waits for refreshes that are under way. */
fun waitForRefreshesOnExit() {
    Shutdown.onExit(60.seconds)
}

/** A program that closes its store by itself, once nothing is under way any more. */
suspend fun endProgram(closeStore: () -> Unit) {
    if (!Shutdown.drain(60.seconds)) println("A refresh is not stored. If it is refused next time, log in again.")
    closeStore()
}

suspend fun main() {
    waitForRefreshesOnExit()
    endProgram { println("closed") }
}
