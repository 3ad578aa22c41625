package io.github.oidcauth.internal.sources

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.sources.SourceState.Choice
import io.github.oidcauth.internal.sources.SourceState.Held
import io.github.oidcauth.internal.sources.SourceState.Pause
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlin.time.Instant

/**
 * Returns the token in memory while it is good, and obtains another one by [issuance], once for all callers. Thread-safe, without a
 * lock: `docs/concurrency.md` has the rules.
 */
internal class RenewingTokenSource(
    private val name: String,
    private val issuance: TokenIssuance,
    private val shelf: TokenShelf,
    private val freshness: TokenFreshness,
    private val reports: FailureReports,
    private val services: SourceServices,
) : TokenSource, ReadyTokens {
    /** The result of one request, or of a look at the store. */
    private class Outcome(
        /** A token, or null if nobody has waited for it any more. */
        val token: Token? = null,
        val failure: Exception? = null,
        /** The token in whose place the other one was wanted, even if it was still good. */
        val replaced: Token? = null,
    )

    private val state = MutableStateFlow(SourceState())
    private val obtaining = SharedWork<Outcome>(services.scope)
    private val looking = SharedWork<Unit>(services.scope)

    override fun readyToken(rejected: Token?): Token? = state.value.ready(now(), rejected)

    override suspend fun token(rejected: Token?): Token = readyToken(rejected) ?: obtainShared(rejected)

    private suspend fun obtainShared(rejected: Token?): Token {
        while (true) {
            when (val choice = state.value.choose(now(), rejected)) {
                is Choice.Fail -> {
                    throw choice.failure
                }

                is Choice.Look -> {
                    looking.join { look() }
                }

                is Choice.Obtain -> {
                    obtaining.join { obtain(rejected, it) }.forCaller(rejected)?.let { return it }
                }

                is Choice.Use -> {
                    if (choice.isRefreshDue) obtaining.start { obtain(choice.token, it, isAhead = true) }
                    return choice.token
                }
            }
        }
    }

    /**
     * Returns the token for a caller with [rejected], or null if the caller has to choose again. After a failure that is the one in
     * memory while it is valid.
     */
    private fun Outcome.forCaller(rejected: Token?): Token? {
        if (failure != null) return state.value.unexpired(now(), rejected) ?: throw failure
        // A server may issue the same access token again. Only a caller that wanted another one gets it.
        return token?.takeIf { it.accessToken != rejected?.accessToken || it.accessToken == replaced?.accessToken }
    }

    private suspend fun look() {
        val before = state.value
        val found = shelf.find()
        val after = before.with(found)
        // A flight may have got a newer token meanwhile.
        state.compareAndSet(before, after)
    }

    private suspend fun obtain(
        replaced: Token?,
        isAwaited: () -> Boolean,
        isAhead: Boolean = false,
    ): Outcome =
        try {
            val found = shelf.find()
            val token = found?.takeIf { isGood(it, replaced) } ?: issue(found, replaced, isAwaited)
            if (token != null) state.update { SourceState(heldOf(token, it.held), lookedAt = now().takeIf { shelf.isShared }) }
            Outcome(token, replaced = replaced)
        } catch (_: CancellationException) {
            currentCoroutineContext().ensureActive()
            // The callers were not cancelled, so they get another exception.
            failed(cancelled(), replaced, isAhead)
        } catch (e: Exception) {
            // The program's function or HTTP client may throw any exception. It is the result for all who wait.
            failed(e, replaced, isAhead)
        }

    private suspend fun issue(
        found: Token?,
        replaced: Token?,
        isAwaited: () -> Boolean,
    ): Token? {
        if (issuance.waitsForUser(found)) {
            val token = issuance.issue(found, shelf, isAwaited) ?: return null
            return token.also { services.inFlightWrites.trackWrite { shelf.put(it, found) } }
        }
        return shelf.exclusively(issuance.isRefresh(found)) {
            val current = shelf.find()
            current?.takeIf { isGood(it, replaced) } ?: services.inFlightWrites.trackRefresh {
                issuance.issue(current, shelf, isAwaited)?.also { shelf.put(it, current) }
            }
        }
    }

    private suspend fun failed(
        failure: Exception,
        replaced: Token?,
        isAhead: Boolean,
    ): Outcome {
        val known = shelf.known
        // Nothing is sent with settings that cannot work, and waiting does not make them better.
        val isFinal = failure is InvalidConfigException || failure is InvalidHostException || !issuance.canReplace(known)
        val pause = if (isFinal) null else pauseAfter(failure)
        state.update { it.with(known, pause) }
        if (isAhead || state.value.unexpired(now(), replaced) != null) reports.tell(failure)
        return Outcome(failure = failure, replaced = replaced)
    }

    private fun pauseAfter(failure: Exception): Pause {
        val failures = 1 + (state.value.pause?.failures ?: 0)
        val now = now()
        val until = now + BackOff.delay(failures, (failure as? AuthException)?.retryAfter, services.random())
        (failure as? AuthException)?.nextTry = "The next try is not before ${wholeSeconds(until)}."
        return Pause(failure, failures, now, until)
    }

    /** Returns the first whole second that is not before [time], for users to read. */
    private fun wholeSeconds(time: Instant) =
        Instant.fromEpochSeconds(if (time.nanosecondsOfSecond == 0) time.epochSeconds else time.epochSeconds + 1)

    private fun cancelled() =
        TransportException(
            Fault.TIMEOUT,
            "The request for a token was cancelled by the program's own HTTP client or function, perhaps because it took too " +
                "long. Try again.",
        )

    private fun SourceState.with(
        found: Token?,
        pause: Pause? = this.pause,
    ) = SourceState(found?.let { heldOf(it, held) }, pause, now().takeIf { shelf.isShared })

    /** Returns [token] as it is held; a token that [before] has already keeps its times, of which one is random. */
    private fun heldOf(
        token: Token,
        before: Held?,
    ): Held {
        val isLast = !issuance.canReplace(token)
        val goodUntil = freshness.goodUntil(token, isLast)
        if (before?.token == token && before.goodUntil == goodUntil) return before
        val refreshAt = if (isLast) goodUntil else freshness.refreshAt(token, goodUntil, now(), services.random())
        return Held(token, goodUntil, refreshAt)
    }

    private fun isGood(
        token: Token,
        replaced: Token?,
    ): Boolean = token.accessToken != replaced?.accessToken && now() < heldOf(token, state.value.held).goodUntil

    private fun now() = services.clock.now()

    override fun toString(): String = "TokenSource($name)"
}
