package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.SlowDownException
import io.github.oidcauth.StoreException
import io.github.oidcauth.TemporarilyUnavailableException
import io.github.oidcauth.TransportException
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.concurrent.SingleFlight

/**
 * One refresh at a time for each store and key in this process: callers that come meanwhile get the result of the leader, which
 * alone takes the lock of the store. Thread-safe.
 *
 * Not every result suits every caller, since configurations that share a token may differ. A caller that it does not suit joins
 * the next flight, and after [MAX_FLIGHTS] it refreshes by itself.
 */
internal class RefreshFlights {
    enum class Purpose {
        /** A token that is good for long enough. */
        USABLE,

        /** A newer token than the one that the caller has seen. */
        NEWER,

        /** What a refresh token buys that a caller has brought. */
        EXCHANGE,
    }

    private data class FlightKey(
        val of: Prompts.StoreKey,
        val purpose: Purpose,
        /** The refresh token that a caller has brought. A secret. */
        val refreshToken: String?,
    ) {
        override fun toString(): String = "FlightKey($of, $purpose)"
    }

    /** The end of a flight, which [leader] has led: a refresh that has come to its end, or a failure. */
    class Result(
        val leader: Any,
        val outcome: RefreshResult? = null,
        val failure: AuthException? = null,
    ) {
        /** True if other callers would have met the same failure, whatever their configurations. */
        val isSharedFailure: Boolean
            get() =
                when (failure) {
                    is TransportException, is StoreException -> true
                    is ServerErrorException, is TemporarilyUnavailableException, is SlowDownException -> true
                    else -> (failure?.statusCode ?: 0) >= SERVER_ERRORS
                }
    }

    private val flights = SingleFlight<FlightKey, Result>()

    /** True if nobody is in a flight. */
    val isEmpty: Boolean get() = flights.keys.isEmpty()

    /**
     * Returns the first result that [isSuitable], of this caller's own [work] or another's. [work] throws no [AuthException]: that is
     * a result.
     */
    suspend fun join(
        storeKey: Prompts.StoreKey,
        purpose: Purpose,
        isSuitable: (Result) -> Boolean,
        refreshToken: String? = null,
        work: suspend (publish: (Result) -> Unit) -> Unit,
    ): Result {
        repeat(MAX_FLIGHTS) {
            val result = flights.join(FlightKey(storeKey, purpose, refreshToken), work)
            if (isSuitable(result)) return result
        }
        var own: Result? = null
        work { own = it }
        return checkNotNull(own)
    }

    private companion object {
        const val MAX_FLIGHTS = 3
        const val SERVER_ERRORS = 500
    }
}
