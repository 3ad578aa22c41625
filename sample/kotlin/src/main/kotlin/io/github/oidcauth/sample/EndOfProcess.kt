package io.github.oidcauth.sample

import io.github.oidcauth.Shutdown
import kotlin.time.Duration.Companion.seconds

/** For a program that has nothing to close except its tokens: the JVM waits for running refreshes. */
fun waitForRefreshesOnExit() {
    Shutdown.onExit(60.seconds)
}

/** For a program that closes its store itself, when no refresh is running any more. */
suspend fun endProgram(closeStore: () -> Unit) {
    if (!Shutdown.drain(60.seconds)) println("A refresh is not stored. If it is refused next time, log in again.")
    closeStore()
}

suspend fun main() {
    waitForRefreshesOnExit()
    endProgram { println("closed") }
}
