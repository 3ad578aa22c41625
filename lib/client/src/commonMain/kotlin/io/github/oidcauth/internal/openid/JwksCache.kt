package io.github.oidcauth.internal.openid

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.transport.HttpAnswer
import io.github.oidcauth.oauth2.Jwk
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlin.concurrent.Volatile
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/**
 * The keys that a server publishes at its `jwks_uri`, kept for as long as it says (RFC 7517 §5, OpenID Connect Core 1.0 §10.1.1).
 *
 * One request at a time: who comes while it is under way waits for it, and shares its outcome.
 */
internal class JwksCache(
    private val timeSource: TimeSource,
    private val fetch: suspend () -> HttpAnswer,
) : KeySource {
    private class Kept(
        val set: PublishedKeys,
        val since: TimeMark,
    ) {
        val isFresh: Boolean get() = since.elapsedNow() < set.lifetime

        /** Keys that were withdrawn must not be good for ever only because somebody keeps us from hearing of it. */
        val isBearable: Boolean get() = since.elapsedNow() < set.lifetime + STALE_LIFETIME
    }

    private class Failure(
        val attempt: Int,
        val reason: AuthException,
    )

    /** Guards all that follows and is held during the request. The two volatile values may be read without. */
    private val turn = Mutex()

    @Volatile
    private var kept: Kept? = null

    @Volatile
    private var attempts = 0
    private var failure: Failure? = null
    private var failedAt: TimeMark? = null
    private var refreshedAt: TimeMark? = null

    override suspend fun current(): List<Jwk> {
        kept?.let { if (it.isFresh) return it.set.keys }
        val attempt = attempts
        return turn.withLock {
            val known = kept
            val failed = failure?.takeIf { it.attempt > attempt }
            when {
                known != null && known.isFresh -> known.set.keys

                known != null && known.isBearable -> if (isRecent(failedAt)) known.set.keys else renewedOr(known)

                // It failed while this caller waited for it.
                failed != null -> throw failed.reason

                else -> renew()
            }
        }
    }

    override suspend fun refreshed(): List<Jwk>? {
        val seen = kept
        return turn.withLock {
            val known = kept
            when {
                known != null && known !== seen -> {
                    known.set.keys
                }

                isRecent(refreshedAt) -> {
                    null
                }

                else -> {
                    renewedForUnknownKey()
                }
            }
        }
    }

    /** A caller that goes away in the middle leaves the next one its turn. */
    private suspend fun renewedForUnknownKey(): List<Jwk> {
        try {
            return renew().also { refreshedAt = timeSource.markNow() }
        } catch (e: AuthException) {
            refreshedAt = timeSource.markNow()
            throw e
        }
    }

    private suspend fun renewedOr(known: Kept): List<Jwk> =
        try {
            renew()
        } catch (_: AuthException) {
            known.set.keys
        }

    private suspend fun renew(): List<Jwk> {
        try {
            val set = PublishedKeys.judge(fetch())
            kept = Kept(set, timeSource.markNow())
            failure = null
            failedAt = null
            return set.keys
        } catch (e: AuthException) {
            failure = Failure(++attempts, e)
            failedAt = timeSource.markNow()
            throw e
        }
    }

    private fun isRecent(mark: TimeMark?) = mark != null && mark.elapsedNow() < COOL_DOWN

    companion object {
        /**
         * How soon after an unknown key the set is not fetched for another one, and after a failure not tried again while old
         * keys do.
         */
        val COOL_DOWN = 30.seconds

        /** How long keys are used beyond their time when the set cannot be fetched. */
        val STALE_LIFETIME = 1.days
    }
}
