package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.interaction.WarnOnce
import io.github.oidcauth.internal.tokenstore.InFlightWrites
import io.github.oidcauth.internal.tokenstore.PendingWrites

/**
 * The state that all sessions of a process share. A valid stored token needs only [pendingWrites], so the other parts are
 * created at their first use. Thread-safe.
 */
internal class SharedState(
    /** Tokens that their stores could not write. */
    val pendingWrites: PendingWrites = PendingWrites(),
    inFlightWrites: Lazy<InFlightWrites> = lazy { InFlightWrites() },
    prompts: Lazy<Prompts> = lazy { Prompts() },
    flights: Lazy<RefreshFlights> = lazy { RefreshFlights() },
    warnOnce: Lazy<WarnOnce> = lazy { WarnOnce() },
) {
    /** Refreshes and writes that the end of the process would interrupt. */
    val inFlightWrites: InFlightWrites by inFlightWrites

    /** One prompt at a time for each store and key. */
    val prompts: Prompts by prompts

    /** One refresh at a time for each store and key. */
    val flights: RefreshFlights by flights

    /** Warnings that were given and are not given again. */
    val warnOnce: WarnOnce by warnOnce

    companion object {
        /** The state of this process. */
        val ofProcess: SharedState = SharedState()
    }
}
