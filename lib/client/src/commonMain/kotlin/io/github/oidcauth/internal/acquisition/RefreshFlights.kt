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

    private data class Subject(
        val of: Prompts.Subject,
        val purpose: Purpose,
        /** The refresh token that a caller has brought. A secret. */
        val brought: String?,
    ) {
        override fun toString(): String = "Subject($of, $purpose)"
    }

    /** The end of a flight, which [leader] has led: a refresh that has come to its end, or a failure. */
    class Result(
        val leader: Any,
        val renewed: RefreshResult? = null,
        val failure: AuthException? = null,
    ) {
        /** True if other callers would have met the same failure, whatever their configurations. */
        val isOfAll: Boolean
            get() =
                when (failure) {
                    is TransportException, is StoreException -> true
                    is ServerErrorException, is TemporarilyUnavailableException, is SlowDownException -> true
                    else -> (failure?.statusCode ?: 0) >= SERVER_ERRORS
                }
    }

    private val flights = SingleFlight<Subject, Result>()

    /** True if nobody is in a flight. */
    val isEmpty: Boolean get() = flights.keys.isEmpty()

    /**
     * Returns the first result that [suits], of this caller's own [work] or another's. [work] throws no [AuthException]: that is
     * a result.
     */
    suspend fun join(
        subject: Prompts.Subject,
        purpose: Purpose,
        suits: (Result) -> Boolean,
        brought: String? = null,
        work: suspend (land: (Result) -> Unit) -> Unit,
    ): Result {
        repeat(MAX_FLIGHTS) {
            val result = flights.join(Subject(subject, purpose, brought), work)
            if (suits(result)) return result
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
