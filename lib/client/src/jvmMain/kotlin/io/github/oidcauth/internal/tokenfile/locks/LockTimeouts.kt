package io.github.oidcauth.internal.tokenfile.locks

import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** The timeouts for waiting for a lock file. A running process releases its locks much sooner; a stopped one never does. */
internal class LockTimeouts(
    /** The timeout for the write lock, under which one small file is written. */
    val write: Duration = 30.seconds,
    /**
     * The timeout for a key lock, under which one request may be sent, or two after `invalid_grant`. Each may take 30 seconds by
     * default.
     */
    val key: Duration = 2.minutes,
)
