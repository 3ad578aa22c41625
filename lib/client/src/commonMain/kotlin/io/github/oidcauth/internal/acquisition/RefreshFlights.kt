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
 * Runs one refresh at a time for each store and key in this process: callers that arrive meanwhile get the result of the leader,
 * which alone takes the lock of the store. Thread-safe.
 *
 * Not every result is suitable for every caller, since configurations that share a token may differ. A caller with an unsuitable
 * result joins the next flight, and after [MAX_FLIGHTS] flights it refreshes by itself.
 */
internal class RefreshFlights {
    enum class Purpose {
        /** A token that is valid for long enough. */
        USABLE,

        /** A newer token than the one that the caller has. */
        NEWER,

        /** Another token than one that an API has rejected, or none when a login is needed. */
        UNREJECTED,

        /** A token for a refresh token that the caller has brought. */
        EXCHANGE,
    }

    private data class FlightKey(
        val of: Prompts.StoreKey,
        val purpose: Purpose,
        /** The refresh token of the caller, a secret. */
        val refreshToken: String?,
    ) {
        override fun toString(): String = "FlightKey($of, $purpose)"
    }

    /** The result of a flight that [leader] led: a finished refresh or a failure. */
    class Result(
        val leader: Any,
        val outcome: RefreshResult? = null,
        val failure: AuthException? = null,
    ) {
        /** True if other callers would have had the same failure, whatever their configurations. */
        val isSharedFailure: Boolean get() = failure is StoreException || (failure != null && isOfServer(failure))
    }

    private val flights = SingleFlight<FlightKey, Result>()

    /** True if no caller is in a flight. */
    val isEmpty: Boolean get() = flights.keys.isEmpty()

    /**
     * Returns the first result for which [isSuitable] returns true, from this caller's own [work] or another's. [work] throws no
     * [AuthException]; it reports a failure as a result.
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

    companion object {
        private const val MAX_FLIGHTS = 3
        private const val SERVER_ERRORS = 500

        /** Returns true if [failure] is one of the server or of the network, which may pass. */
        fun isOfServer(failure: AuthException): Boolean =
            when (failure) {
                is TransportException, is ServerErrorException, is TemporarilyUnavailableException, is SlowDownException -> true
                else -> (failure.statusCode ?: 0) >= SERVER_ERRORS
            }
    }
}
