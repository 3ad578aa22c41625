package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.CodeFlow
import io.github.oidcauth.Config
import io.github.oidcauth.Token
import io.github.oidcauth.internal.concurrent.runBlocking

/**
 * [CodeFlow] for callers without coroutines. The functions keep the calling thread until they are done; interrupt it to
 * cancel them. Thread-safe.
 */
public class BlockingCodeFlow private constructor(
    private val flow: CodeFlow,
) {
    /** @see CodeFlow.token */
    @Throws(AuthException::class)
    public fun token(): Token? = runBlocking { flow.token() }

    /** @see CodeFlow.authenticate */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun authenticate(
        force: Boolean = false,
        autoOpen: Boolean = flow.config.openBrowser,
    ): Token = runBlocking { flow.authenticate(force, autoOpen) }

    /** @see CodeFlow.refresh */
    @Throws(AuthException::class)
    public fun refresh(): Token = runBlocking { flow.refresh() }

    /** @see CodeFlow.refresh */
    @Throws(AuthException::class)
    public fun refresh(refreshToken: String): Token = runBlocking { flow.refresh(refreshToken) }

    override fun toString(): String = flow.toString()

    public companion object {
        /** Returns the code flow for [host]. @throws AuthException if that is not the base URL of an application. */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(host: String): BlockingCodeFlow = of(Config.builder(host).build())

        /**
         * Returns the code flow of [config]; it shares its state with every other flow of an equal configuration.
         *
         * @throws AuthException if the path of the token file, or another property of the machine, cannot be determined.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(config: Config): BlockingCodeFlow = BlockingCodeFlow(CodeFlow(config))
    }
}
