package io.github.oidcauth.testing

import io.github.oidcauth.testing.internal.contract.CheckRunner
import kotlinx.coroutines.runBlocking

/**
 * One thing that every store does. Checks do not depend on each other; each makes a store of its own. Immutable and thread-safe.
 */
public class TokenStoreCheck internal constructor(
    /**
     * What the store does, in a sentence, such as `the lock is given back when the action fails`. No two checks have the same.
     */
    public val name: String,
    private val runner: CheckRunner,
) {
    /**
     * Makes a store and finds out whether it does that. Works on threads of its own and in real time, whatever the caller's
     * dispatcher and its clock are. Cancellation ends it at once.
     *
     * @throws AssertionError that says what was expected and what happened instead; also when the store throws what it should
     *   not, or when somebody still waits after the contract's patience.
     */
    @JvmSynthetic
    public suspend fun verify(): Unit = runner.run()

    /**
     * The same for callers without coroutines. In Java its name is `verify`.
     *
     * @throws AssertionError as [verify].
     */
    @JvmName("verify")
    @Throws(InterruptedException::class)
    public fun verifyBlocking(): Unit = runBlocking { runner.run() }

    override fun toString(): String = name
}
