package io.github.oidcauth.cli

import kotlinx.coroutines.suspendCancellableCoroutine
import kotlin.concurrent.thread

/**
 * Returns the result of [read], which runs on a thread that does not keep the process: standard input may never deliver anything,
 * and reading from it cannot be interrupted.
 */
internal suspend fun <T> onDaemonThread(
    name: String,
    read: () -> T,
): T =
    suspendCancellableCoroutine { continuation ->
        thread(isDaemon = true, name = name) { continuation.resumeWith(runCatching(read)) }
    }
