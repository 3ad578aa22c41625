package io.github.oidcauth.testing

import io.github.oidcauth.TokenStore
import io.github.oidcauth.testing.internal.JavaClock
import io.github.oidcauth.testing.internal.contract.CheckRunner
import io.github.oidcauth.testing.internal.contract.ContractCheck
import io.github.oidcauth.testing.internal.contract.entryChecks
import io.github.oidcauth.testing.internal.contract.keyChecks
import io.github.oidcauth.testing.internal.contract.listingChecks
import io.github.oidcauth.testing.internal.contract.lockChecks
import io.github.oidcauth.testing.internal.contract.promptChecks
import io.github.oidcauth.testing.internal.contract.releaseChecks
import io.github.oidcauth.testing.internal.contract.sharedPromptChecks
import io.github.oidcauth.testing.internal.contract.sharingChecks
import io.github.oidcauth.testing.internal.contract.stalenessChecks
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.toKotlinDuration

/**
 * The contract of every [TokenStore], as a list of checks for the tests of your own store. It needs no test framework; in
 * Kotest
 *
 * ```
 * class MyStoreTest : FunSpec({
 *     TokenStoreContract { clock -> MyStore(clock) }.checks.forEach { test(it.name) { it.verify() } }
 * })
 * ```
 * and in JUnit
 * ```
 * @TestFactory
 * Stream<DynamicTest> doesWhatEveryStoreDoes() {
 *     return new TokenStoreContract<>(MyStore::new).getChecks().stream()
 *         .map(check -> DynamicTest.dynamicTest(check.getName(), check::verify));
 * }
 * ```
 *
 * Immutable and thread-safe: checks may run at the same time.
 */
public class TokenStoreContract<S : TokenStore> internal constructor(
    private val factory: (Clock) -> S,
    private val sibling: ((S, Clock) -> TokenStore)? = null,
    private val timeout: Duration = 1.minutes,
) {
    /** Makes the contract of the stores that [factory] makes. */
    public constructor(factory: TokenStoreFactory<S>) : this({ clock -> factory.newStore(clock.toJavaClock()) })

    /** The checks of one store. With [sharedBy], also those of two stores that share tokens. */
    public val checks: List<TokenStoreCheck> =
        (ALONE + if (sibling == null) emptyList() else sharingChecks + sharedPromptChecks)
            .map { TokenStoreCheck(it.name, CheckRunner(it, factory, sibling, timeout)) }

    /**
     * Returns the contract with further checks for a store that others share, for example other processes: [sibling] opens
     * the same tokens once more, and each of the two must see the changes and the locks of the other at once.
     */
    public fun sharedBy(sibling: TokenStoreSibling<S>): TokenStoreContract<S> =
        sharedBy { store, clock: Clock -> sibling.open(store, clock.toJavaClock()) }

    /**
     * Returns the contract with further checks for a store that others share: see the other `sharedBy`. [open] returns a new
     * object that keeps its tokens in the same place as the store and shares nothing else with it, nothing in memory either,
     * and uses the clock. A store that is [AutoCloseable] is closed after the check.
     */
    @JvmSynthetic
    public fun sharedBy(open: (S, Clock) -> TokenStore): TokenStoreContract<S> = TokenStoreContract(factory, open, timeout)

    /**
     * Returns the contract with another time-out for a check, for a store that is slow or far away; more than zero. Default
     * one minute. A correct store needs much less.
     */
    @JvmSynthetic
    public fun withTimeout(timeout: Duration): TokenStoreContract<S> {
        require(timeout.isPositive()) { "The timeout is more than zero." }
        return TokenStoreContract(factory, sibling, timeout)
    }

    /** Returns the contract with another time-out for a check; more than zero. Default one minute. */
    public fun withTimeout(timeout: java.time.Duration): TokenStoreContract<S> = withTimeout(timeout.toKotlinDuration())

    private companion object {
        val ALONE: List<ContractCheck> =
            entryChecks + keyChecks + listingChecks + stalenessChecks + lockChecks + releaseChecks + promptChecks
    }
}

/**
 * Makes the contract of the stores that [newStore] makes: empty ones that share nothing with the previous ones, and whose
 * entries become stale by the clock. It is called once for each check, on a thread that may block. A store that is
 * [AutoCloseable] is closed after its check.
 */
@JvmSynthetic
public fun <S : TokenStore> TokenStoreContract(newStore: (Clock) -> S): TokenStoreContract<S> =
    TokenStoreContract(newStore, sibling = null)

private fun Clock.toJavaClock(): java.time.Clock = if (this is SettableClock) toJavaClock() else JavaClock(this)
