package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.internal.tokenstore.InFlightWrites
import io.github.oidcauth.internal.tokenstore.PendingWrites
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import kotlinx.coroutines.CoroutineScope
import kotlin.time.Clock

/** The services that sources need, and the state that they share with the logins of the process. Thread-safe. */
internal class SourceServices(
    /** The scope of requests, which no caller owns. */
    val scope: CoroutineScope,
    val clock: Clock,
    /** Returns a random number from 0 to 1. */
    val random: () -> Double,
    /** Requests that the end of the process would interrupt. */
    val inFlightWrites: InFlightWrites,
    private val pendingWrites: PendingWrites,
) {
    /**
     * Returns a source that gets its tokens by [issuance], and keeps them as [options] say, in a store under the key of the options or
     * else [defaultKey]. Its first token is [seed].
     */
    fun source(
        name: String,
        issuance: TokenIssuance,
        options: TokenSourceOptions,
        reports: FailureReports,
        seed: Token? = null,
        defaultKey: () -> TokenKey,
    ): TokenSource {
        val store = options.store
        val shelf =
            if (store == null) {
                MemoryShelf(seed)
            } else {
                val writeBehind = WriteBehindStore(store, pendingWrites, clock) { reports.tell(it) }
                StoreShelf(options.key ?: defaultKey(), writeBehind, clock, reports, seed)
            }
        val freshness = TokenFreshness(options.leeway, options.refreshAhead)
        return RenewingTokenSource(name, issuance, shelf, freshness, reports, this)
    }
}
