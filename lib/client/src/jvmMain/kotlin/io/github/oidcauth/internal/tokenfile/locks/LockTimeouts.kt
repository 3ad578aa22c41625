// Tested by FileLocksTest and FileTokenStoreProcessTest.
package io.github.oidcauth.internal.tokenfile.locks

import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** The timeouts for waiting for a lock file. A running process releases its locks much sooner; a stopped one never does. */
internal class LockTimeouts(
    /** The timeout for the write lock, under which one small file is written. */
    val write: Duration = 30.seconds,
    /**
     * The timeout for a key lock, after which its holder is overtaken. Under it a refresh is sent, at an issuer after up to four
     * requests for metadata and keys, once more for a nonce, and all again after `invalid_grant`. Each may take 30 seconds by
     * default.
     */
    val key: Duration = 2.minutes,
)
