package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.CodeFlow
import io.github.oidcauth.Config
import io.github.oidcauth.Token
import io.github.oidcauth.internal.concurrent.runBlocking

/**
 * [CodeFlow] for callers without coroutines. The functions keep the calling thread until they are done; interrupt it to
 * cancel them. `BlockingCodeFlow.of(host)` returns the same object for equal configurations, as long as the program holds
 * it and until [CodeFlow.resetInstances]. Thread-safe.
 */
public class BlockingCodeFlow internal constructor(
    private val flow: CodeFlow,
) : BlockingFlow {
    private val async = AsyncCodeFlow(flow)

    override val config: Config get() = flow.config

    @Throws(AuthException::class)
    override fun token(): Token? = runBlocking { flow.token() }

    @Throws(AuthException::class)
    override fun authenticate(
        force: Boolean,
        autoOpen: Boolean,
    ): Token = runBlocking { flow.authenticate(force, autoOpen) }

    @Throws(AuthException::class)
    override fun refresh(): Token = runBlocking { flow.refresh() }

    @Throws(AuthException::class)
    override fun refresh(refreshToken: String): Token = runBlocking { flow.refresh(refreshToken) }

    /** Returns the same flow with futures; the same object each time. */
    override fun async(): AsyncCodeFlow = async

    override fun toString(): String = flow.toString()

    public companion object {
        /**
         * Returns the code flow for [host]; the same object each time. @throws AuthException if [host] is not the base URL
         * of an application.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(host: String): BlockingCodeFlow = of(Config.builder(host).build())

        /**
         * Returns the code flow of [config]; the same object for equal configurations.
         *
         * @throws AuthException if the path of the token file, or another property of the machine, cannot be determined.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(config: Config): BlockingCodeFlow = CodeFlow(config).blocking
    }
}
