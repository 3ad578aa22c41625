// Tested by TokenAcquirerTest.
package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.acquisition.LoginDemand.Fulfilment
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.interaction.PromptWaitOptions
import io.github.oidcauth.internal.interaction.TokenEvents
import io.github.oidcauth.internal.interaction.UserPresence
import io.github.oidcauth.internal.interaction.WarnOnce
import io.github.oidcauth.internal.interaction.Warnings
import io.github.oidcauth.internal.login.CrossProcessPrompt
import io.github.oidcauth.internal.login.TokenSink
import io.github.oidcauth.internal.servers.LoginServer
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds

/**
 * Gets a token when the store has no usable one: by a refresh, otherwise by a login. Sends as few requests as possible, and
 * involves the user only if nothing else works.
 */
internal class TokenRenewal(
    private val stored: StoredTokenFinder,
    private val server: LoginServer,
    private val clock: Clock,
    shared: SharedState,
    private val userPresence: UserPresence,
    events: TokenEvents,
    warn: suspend (String) -> Unit,
    /** True if the user is not asked to log in when the store cannot be written. */
    private val needsStorage: Boolean = false,
    waiting: PromptWaitOptions = PromptWaitOptions(),
    /** The login that the configuration requires, or null. Callers that require another one share no prompt. */
    private val required: LoginDemand? = null,
) {
    private val key = stored.key
    private val store = stored.store
    private val storeKey = Prompts.StoreKey(store.identity, key)
    private val prompts = shared.prompts
    private val inFlightWrites = shared.inFlightWrites
    private val warnOnce = shared.warnOnce
    private val warnings = Warnings(warn)
    private val crossProcessPrompt = CrossProcessPrompt(key, store, clock, waiting)
    val writer = TokenWriter(key, store, inFlightWrites, events)
    val refresher = TokenRefresher(stored, server, clock, storeKey, shared.flights, inFlightWrites, events, writer)

    /**
     * Returns a usable token that replaces [known], the stored token, which is not usable or is null. See
     * [TokenAcquirer.obtain]. The token that an API has [rejected] is not usable, however long it is valid.
     */
    suspend fun obtain(
        known: Token?,
        force: Boolean,
        login: suspend (TokenSink) -> Token,
        rejected: Token? = null,
    ): Token {
        // This is decided before the refresh, because a rejected refresh token is removed from the store. Then a login follows
        // although the access token may still be valid.
        val hasNoRefreshToken = known?.refreshToken == null
        val refreshed =
            known?.let {
                if (hasNoRefreshToken) RefreshResult(stored.findShortLived(rejected)) else refresher.refreshShared(it, rejected)
            }
        refreshed?.token?.let { return it }
        val found: suspend () -> Token? = {
            if (force) {
                null
            } else {
                stored.findGood(rejected) ?: if (hasNoRefreshToken) stored.findShortLived(rejected) else null
            }
        }
        return try {
            prompts.ask(
                storeKey,
                found,
                prompt = { prompt(login, refreshed?.refusal, if (force) findNewToken() else found) },
                // The other configuration had no user who could log in, but this one may have.
                isShared = { it !is InteractionRequiredException || !isUserPresent() },
                purpose = required,
            )
        } catch (e: InteractionRequiredException) {
            // No user can log in, so a token that is valid for some more seconds is returned.
            stored.findUnexpired(rejected).takeUnless { force } ?: throw e
        }
    }

    /** See [TokenAcquirer.stepUp]. Callers with the same demand share one prompt, in this process and among processes. */
    suspend fun stepUp(
        rejected: Token,
        demand: LoginDemand,
        isKnown: (Token, LoginDemand) -> Boolean,
        login: suspend (TokenSink) -> Token,
    ): Token {
        val found: suspend () -> Token? = {
            stored.findGood(rejected)?.takeIf {
                when (demand.fulfilment(it, clock.now(), CALL_LEEWAY)) {
                    Fulfilment.MET -> true
                    Fulfilment.UNKNOWN -> isKnown(it, demand)
                    Fulfilment.UNMET -> false
                }
            }
        }
        val validating: suspend (TokenSink) -> Token = { sink ->
            warnings.tell(demand.notice)
            login { arrived -> sink.keep(demand.accept(arrived, clock.now())) }
        }
        return prompts.ask(
            storeKey,
            found,
            prompt = { prompt(validating, refusal = null, found) },
            isShared = { it !is InteractionRequiredException || !isUserPresent() },
            purpose = demand,
        )
    }

    /**
     * Returns a function that finds a token which was stored after this call, by a login of another process. A store that
     * cannot be read has none; a forced login does not need it.
     */
    private suspend fun findNewToken(): suspend () -> Token? =
        try {
            val before = stored.find()
            suspend { stored.findGoodOrNull()?.takeIf { it != before } }
        } catch (_: AuthException) {
            suspend { null }
        }

    private suspend fun prompt(
        login: suspend (TokenSink) -> Token,
        refusal: AuthException?,
        found: suspend () -> Token?,
    ): Token {
        inFlightWrites.requireOpen()
        try {
            userPresence.requireUser()
        } catch (e: InteractionRequiredException) {
            throw RefusedRefresh.explain(e, refusal)
        }
        return crossProcessPrompt.promptOrAwait(found) {
            if (needsStorage) store.checkWritable(key)
            RefusedRefresh.notice(refusal)?.let { warnings.tell(it) }
            var kept: Token? = null
            val token = login { arrived -> writer.keep(arrived).also { kept = it } }
            (if (token === kept) token else writer.keep(token)).also { adviseOnRefreshToken(it) }
        }
    }

    /** Tells the user, once for each key in a process, how to get a refresh token if [token] has none and expires. */
    private suspend fun adviseOnRefreshToken(token: Token) {
        if (token.refreshToken != null || token.expiresAt == null) return
        val advice = server.adviceWithoutRefreshToken() ?: return
        if (warnOnce.isFirst(key, WarnOnce.Warning.NO_REFRESH_TOKEN)) warnings.tell(advice)
    }

    private fun isUserPresent(): Boolean =
        try {
            userPresence.requireUser()
            true
        } catch (_: InteractionRequiredException) {
            false
        }

    companion object {
        /**
         * The time from a login to its use by calls that were refused meanwhile, in which a demand for a login just now is
         * fulfilled by that login.
         */
        val CALL_LEEWAY = 10.seconds
    }
}
