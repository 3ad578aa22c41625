package io.github.oidcauth.internal.tokenfile.locks

import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * How long to wait for a lock file before giving up or going on. A process that works gives its locks back much sooner; one that is
 * stopped never does.
 */
internal class LockTimeouts(
    /** For the write lock, under which one small file is written. */
    val write: Duration = 30.seconds,
    /** For a key lock, under which there may be a request, or two after `invalid_grant`. Each may take 30 seconds by default. */
    val key: Duration = 2.minutes,
)
