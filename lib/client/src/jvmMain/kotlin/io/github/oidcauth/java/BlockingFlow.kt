// Tested by BlockingFlowFromJavaTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.Flow
import io.github.oidcauth.Token

/**
 * [Flow] for callers without coroutines: [BlockingDeviceFlow] or [BlockingCodeFlow]. The functions keep the calling thread
 * until they are done; interrupt it to cancel them. Thread-safe.
 */
public sealed interface BlockingFlow {
    /** The configuration, as given. */
    public val config: Config

    /** @see Flow.token */
    @Throws(AuthException::class)
    public fun token(): Token?

    /** Returns a usable token: from the store, else by a refresh, else by a login of the user. @see Flow.authenticate */
    @Throws(AuthException::class)
    public fun authenticate(): Token = authenticate(force = false)

    /** Returns a usable token; with [force], always by a login of the user. @see Flow.authenticate */
    @Throws(AuthException::class)
    public fun authenticate(force: Boolean): Token = authenticate(force, config.openBrowser)

    /** @see Flow.authenticate */
    @Throws(AuthException::class)
    public fun authenticate(
        force: Boolean,
        autoOpen: Boolean,
    ): Token

    /** @see Flow.refresh */
    @Throws(AuthException::class)
    public fun refresh(): Token

    /** @see Flow.refresh */
    @Throws(AuthException::class)
    public fun refresh(refreshToken: String): Token

    /** Returns the same flow with futures. */
    public fun async(): AsyncFlow
}
