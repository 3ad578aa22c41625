package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.interaction.PromptWaitOptions
import io.github.oidcauth.internal.interaction.TokenEvents
import io.github.oidcauth.internal.interaction.UserPresence
import io.github.oidcauth.internal.interaction.WarnOnce
import io.github.oidcauth.internal.servers.LoginServer
import io.github.oidcauth.internal.tokenstore.InFlightWrites
import io.github.oidcauth.internal.tokenstore.PendingWrites
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.testTimeSource
import kotlin.time.Clock
import kotlin.time.Duration

/**
 * Returns a keeper of the token of [key] for a test in virtual time. Unless told otherwise, a user is there, and nothing is
 * shared.
 */
@OptIn(ExperimentalCoroutinesApi::class)
internal fun TestScope.tokenAcquirer(
    key: TokenKey,
    store: TokenStore,
    server: LoginServer,
    clock: Clock,
    minTtl: Duration = Token.EXPIRY_LEEWAY,
    prompts: Prompts = Prompts(),
    isPresent: () -> Boolean = { true },
    listener: TokenListener? = null,
    warn: suspend (String) -> Unit = {},
    pendingWrites: PendingWrites = PendingWrites(),
    flights: RefreshFlights = RefreshFlights(),
    inFlightWrites: InFlightWrites = InFlightWrites(),
    warnOnce: WarnOnce = WarnOnce(),
    needsStorage: Boolean = false,
    waiting: PromptWaitOptions = PromptWaitOptions(testTimeSource),
): TokenAcquirer =
    testAcquirer(
        key,
        store,
        server,
        clock,
        minTtl,
        prompts,
        { if (!isPresent()) throw InteractionRequiredException("Nobody is here.") },
        TokenEvents(key, listener, StandardTestDispatcher(testScheduler), warn),
        warn,
        pendingWrites,
        flights,
        inFlightWrites,
        warnOnce,
        needsStorage,
        waiting,
    )

/** Returns an acquirer of the token of [key], put together as sessions are. */
internal fun testAcquirer(
    key: TokenKey,
    store: TokenStore,
    server: LoginServer,
    clock: Clock,
    minTtl: Duration,
    prompts: Prompts,
    userPresence: UserPresence,
    events: TokenEvents,
    warn: suspend (String) -> Unit,
    pendingWrites: PendingWrites = PendingWrites(),
    flights: RefreshFlights = RefreshFlights(),
    inFlightWrites: InFlightWrites = InFlightWrites(),
    warnOnce: WarnOnce = WarnOnce(),
    needsStorage: Boolean = false,
    waiting: PromptWaitOptions = PromptWaitOptions(),
): TokenAcquirer {
    val shared =
        SharedState(pendingWrites, lazyOf(inFlightWrites), lazyOf(prompts), lazyOf(flights), lazyOf(warnOnce))
    val stored =
        StoredTokenFinder(key, WriteBehindStore(store, pendingWrites, clock, warn), clock, minTtl, server::accepts)
    return TokenAcquirer(
        stored,
        LifetimeWarnings(key, minTtl, clock, shared, warn),
        lazy { TokenRenewal(stored, server, clock, shared, userPresence, events, warn, needsStorage, waiting) },
    )
}
