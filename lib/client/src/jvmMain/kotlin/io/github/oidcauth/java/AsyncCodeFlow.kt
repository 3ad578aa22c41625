package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.CodeFlow
import io.github.oidcauth.Config
import io.github.oidcauth.Token
import io.github.oidcauth.internal.concurrent.future
import java.util.concurrent.CompletableFuture

/**
 * [CodeFlow] with futures, from [BlockingCodeFlow.async]. Each function starts its work and returns a future at once, which
 * completes with the result or with an [AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public class AsyncCodeFlow internal constructor(
    private val flow: CodeFlow,
) : AsyncFlow {
    override val config: Config get() = flow.config

    override fun token(): CompletableFuture<Token?> = future { flow.token() }

    override fun authenticate(
        force: Boolean,
        autoOpen: Boolean,
    ): CompletableFuture<Token> = future { flow.authenticate(force, autoOpen) }

    override fun refresh(): CompletableFuture<Token> = future { flow.refresh() }

    override fun refresh(refreshToken: String): CompletableFuture<Token> = future { flow.refresh(refreshToken) }

    override fun toString(): String = flow.toString()

    public companion object {
        /**
         * Returns the code flow for [host]; the same object each time. @throws AuthException if [host] is not the base URL
         * of an application.
         */
        @JvmStatic
        public fun of(host: String): AsyncCodeFlow = of(Config.builder(host).build())

        /**
         * Returns the code flow of [config]; the same object for equal configurations.
         *
         * @throws AuthException if the path of the token file, or another property of the machine, cannot be determined.
         */
        @JvmStatic
        public fun of(config: Config): AsyncCodeFlow = CodeFlow(config).blocking.async()
    }
}
