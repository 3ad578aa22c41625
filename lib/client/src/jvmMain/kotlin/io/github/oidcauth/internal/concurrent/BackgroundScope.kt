package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob

private const val MAX_THREADS = 64

/**
 * Threads for functions of the program that get a token and may block. They are not those of `Dispatchers.IO`, which callers may
 * block while they wait for such a function.
 */
internal val programThreads: CoroutineDispatcher = Dispatchers.IO.limitedParallelism(MAX_THREADS, "oidc-auth-program")

/** Threads for functions of the program that a source calls once for all its callers, who may block all [programThreads]. */
internal val functionThreads: CoroutineDispatcher = Dispatchers.IO.limitedParallelism(MAX_THREADS, "oidc-auth-function")

/**
 * The scope of this process for work that all its callers wait for, and that none of them owns. Its threads are its own: callers
 * that block all threads of `Dispatchers.Default` or `Dispatchers.IO`, as blocking HTTP clients do, still get their token.
 */
internal val backgroundScope: CoroutineScope =
    CoroutineScope(SupervisorJob() + Dispatchers.IO.limitedParallelism(MAX_THREADS, "oidc-auth-background"))
