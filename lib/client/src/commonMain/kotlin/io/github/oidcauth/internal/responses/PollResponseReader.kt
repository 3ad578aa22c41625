// Tested by PollingJobTest and PyOidcAuthServerTest.
package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationPendingException
import io.github.oidcauth.HttpException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.SlowDownException
import io.github.oidcauth.TemporarilyUnavailableException
import io.github.oidcauth.TransportException
import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.json.parseJson
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds

/**
 * Classifies the response to a poll of a token endpoint: pending, refused, or retryable (RFC 8628 §3.5, CIBA Core 1.0 §11). Pure.
 */
internal object PollResponseReader {
    /** Classifies [response], which failed with [cause]. */
    fun validate(
        response: RawResponse,
        cause: AuthException,
        quirks: ResponseQuirks = ResponseQuirks.STANDARD,
    ): PollResult {
        val isPassing = response.statusCode in PASSING
        return when (cause) {
            is AuthorizationPendingException -> {
                PollResult.Pending
            }

            is SlowDownException -> {
                PollResult.SlowDown(intervalIn(quirks.json(response.mediaType, response.body)), cause)
            }

            is TemporarilyUnavailableException -> {
                PollResult.Retryable(cause, response.retryAfter)
            }

            // An error of a gateway whose text looks like a code, or the provider's `server_error`.
            is OtherOAuthException, is ServerErrorException, is HttpException -> {
                val isServerFailure = cause is ServerErrorException || response.statusCode == INTERNAL_ERROR
                if (isPassing) {
                    PollResult.Retryable(cause, response.retryAfter, isServerFailure)
                } else {
                    PollResult.Refused(cause)
                }
            }

            else -> {
                PollResult.Refused(cause)
            }
        }
    }

    /**
     * Classifies a poll without a response. A certificate that is not trusted now will not be trusted after the interval either.
     */
    fun validate(cause: TransportException): PollResult {
        val isUntrusted = cause.fault == TransportException.Fault.TLS
        return if (isUntrusted) PollResult.Refused(cause) else PollResult.Retryable(cause, retryAfter = null)
    }

    private fun intervalIn(body: String): Duration? {
        val error = ErrorResponseReader.find(parseJson(body) as? JsonObject) ?: return null
        val number = NumericDate.lenientSeconds(error["interval"]) ?: return null
        return number.coerceIn(0.0, MAX_INTERVAL.inWholeSeconds.toDouble()).seconds
    }

    private val MAX_INTERVAL = 1.days
    private const val INTERNAL_ERROR = 500

    /**
     * The status codes of temporary failures: Request Timeout, Too Many Requests, and those of proxies and restarting servers.
     */
    private val PASSING = setOf(408, 429, 500, 502, 503, 504)
}
