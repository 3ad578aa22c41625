package io.github.oidcauth.internal.jwt

import io.github.oidcauth.AuthException
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.RedactedEngineException
import io.github.oidcauth.oauth2.Jwk
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlin.concurrent.Volatile
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/**
 * A cache of the keys that a server publishes at its `jwks_uri`. They are kept for as long as the server says (RFC 7517 §5,
 * OpenID Connect Core 1.0 §10.1.1).
 *
 * One request is in progress at a time; callers that arrive meanwhile wait for it and get its result.
 */
internal class JwksCache(
    private val timeSource: TimeSource,
    private val fetch: suspend () -> RawResponse,
) : KeySource {
    private class CachedKeys(
        val set: PublishedKeys,
        val since: TimeMark,
    ) {
        val isFresh: Boolean get() = since.elapsedNow() < set.lifetime

        /**
         * True if the keys may be used when they cannot be fetched. The limit is needed because an attacker who blocks the
         * request must not keep withdrawn keys in use forever.
         */
        val isUsableOnFailure: Boolean get() = since.elapsedNow() < set.lifetime + STALE_LIFETIME
    }

    /** The failure of the last request. */
    private class Failure(
        val attempt: Int,
        /** The number of failed requests in a row, including this one; at least 1. */
        val consecutiveFailures: Int,
        val reason: AuthException,
        val at: TimeMark,
    ) {
        fun isWithin(coolDown: Duration): Boolean = at.elapsedNow() < coolDown

        /** True if a caller without any keys has to wait before the next request; the pause doubles with each failure. */
        val isRecent: Boolean get() = isWithin(FIRST_PAUSE * (1 shl (consecutiveFailures - 1).coerceAtMost(MAX_DOUBLINGS)))
    }

    /** Guards all properties below, and is held during the request. The two volatile values may be read without it. */
    private val mutex = Mutex()

    @Volatile
    private var cached: CachedKeys? = null

    @Volatile
    private var attempts = 0
    private var failure: Failure? = null
    private var refreshedAt: TimeMark? = null

    override suspend fun current(): List<Jwk> {
        cached?.let { if (it.isFresh) return it.set.keys }
        val attempt = attempts
        return mutex.withLock {
            val known = cached
            // The request failed while this caller waited for it, or so recently that the next request would fail, too.
            val failed = failure?.takeIf { it.attempt > attempt || it.isRecent }
            when {
                known != null && known.isFresh -> known.set.keys
                known != null && known.isUsableOnFailure -> if (isCoolingDown()) known.set.keys else fetchKeysOrKeep(known)
                failed != null -> throw failed.reason
                else -> fetchKeys()
            }
        }
    }

    override suspend fun refreshForUnknownKey(): List<Jwk>? {
        val seen = cached
        return mutex.withLock {
            val known = cached
            when {
                known != null && known !== seen -> {
                    known.set.keys
                }

                refreshedAt.let { it != null && it.elapsedNow() < COOL_DOWN } -> {
                    null
                }

                else -> {
                    fetchKeysAndMark()
                }
            }
        }
    }

    /**
     * Fetches the keys because the program requested it, and returns them. Callers at the same time share one request. On
     * failure, the known keys stay.
     *
     * @throws AuthException when they cannot be fetched.
     */
    suspend fun refetch(): List<Jwk> {
        val attempt = attempts
        return mutex.withLock {
            val known = cached
            val failed = failure?.takeIf { it.attempt > attempt }
            when {
                failed != null -> throw failed.reason
                known != null && attempts != attempt -> known.set.keys
                else -> fetchKeysAndMark()
            }
        }
    }

    /** A cancelled caller does not set the mark, so that the next caller may fetch. */
    private suspend fun fetchKeysAndMark(): List<Jwk> {
        try {
            return fetchKeys().also { refreshedAt = timeSource.markNow() }
        } catch (e: AuthException) {
            refreshedAt = timeSource.markNow()
            throw e
        }
    }

    private suspend fun fetchKeysOrKeep(known: CachedKeys): List<Jwk> =
        try {
            fetchKeys()
        } catch (_: AuthException) {
            known.set.keys
        }

    private suspend fun fetchKeys(): List<Jwk> {
        try {
            val set = PublishedKeys.validate(fetchResponse())
            attempts++
            cached = CachedKeys(set, timeSource.markNow())
            failure = null
            return set.keys
        } catch (e: AuthException) {
            failure = Failure(++attempts, (failure?.consecutiveFailures ?: 0) + 1, e, timeSource.markNow())
            throw e
        }
    }

    /**
     * The program's HTTP client may throw any exception. It is reported as a failure to fetch the keys, and the old keys stay in
     * use.
     */
    private suspend fun fetchResponse(): RawResponse =
        try {
            fetch()
        } catch (e: AuthException) {
            throw e
        } catch (e: Exception) {
            if (e is CancellationException) currentCoroutineContext().ensureActive()
            throw TransportException(
                Fault.CONNECTION_LOST,
                "The server's keys were not fetched: the HTTP client of this program failed (${e::class.simpleName}). Try again.",
                RedactedEngineException(e),
            )
        }

    private fun isCoolingDown() = failure?.isWithin(COOL_DOWN) == true

    companion object {
        /**
         * The time after a refresh for an unknown key in which no other unknown key leads to a request, and the time after a
         * failure in which old keys are used without a new attempt.
         */
        val COOL_DOWN = 30.seconds

        /**
         * The pause after a first failure before the set is fetched again, when there are no keys at all. It doubles with each
         * further failure, up to 32 s. Until then callers get the error of the last request, so that not every token causes a
         * request.
         */
        val FIRST_PAUSE = 1.seconds
        private const val MAX_DOUBLINGS = 5

        /** The time for which expired keys are used when the set cannot be fetched. */
        val STALE_LIFETIME = 1.days
    }
}
