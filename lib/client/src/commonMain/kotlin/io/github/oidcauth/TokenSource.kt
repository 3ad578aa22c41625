// Tested by RenewingTokenSourceTest and TokenSourceFromJavaTest.
package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.concurrent.backgroundScope
import io.github.oidcauth.internal.sources.FailureReports
import io.github.oidcauth.internal.sources.FixedTokenSource
import io.github.oidcauth.internal.sources.FunctionIssuance
import io.github.oidcauth.internal.sources.SourceKey
import io.github.oidcauth.internal.sources.SourceServices
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.random.Random
import kotlin.time.Clock

/**
 * A source of access tokens that are good: [token] returns one that is valid now, and obtains a new one only if that is needed.
 *
 * ```
 * val tokens = tokenSource("https://myapp.example.com")                          // a user logs in if nothing else helps
 * val tokens = client.tokenSource(ClientCredentialsGrant("read"))                // any grant of an OAuth2Client
 * val tokens = TokenSource.of("a token from elsewhere")
 * ```
 *
 * Pass it to a client that sends the tokens: [io.github.oidcauth.http.ApiClient], the plugin of Ktor, or those of OkHttp,
 * `java.net.http`, Spring and gRPC. Every implementation is thread-safe. Callers in Java use
 * `io.github.oidcauth.java.BlockingTokenSource`.
 */
public interface TokenSource {
    /**
     * Returns a token that is valid now.
     *
     * [rejected] is a token that this source has returned and that an API has refused (401). If the source has a newer one, it is
     * returned; otherwise the source obtains another one, once for all callers.
     *
     * A caller that is cancelled returns at once and affects no other: the sources of this library finish a request that was sent,
     * and keep its token for the next call. After a failure they pause: calls get the token in memory while it has not expired,
     * else the same exception, which names the time of the next try.
     *
     * @throws AuthException if no token can be obtained; its subclass names the reason.
     */
    @JvmSynthetic
    public suspend fun token(rejected: Token? = null): Token

    /**
     * Obtains a token by a new login that fulfils [challenge], with which an API has refused the token [rejected] (RFC 9470
     * §4). Returns null if this source has no user who could log in; that is the default implementation.
     *
     * @throws AuthException if the login fails.
     */
    @JvmSynthetic
    public suspend fun stepUp(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? = null

    public companion object {
        init {
            requireFittingVersions()
        }

        private val services by lazy {
            val shared = SharedState.ofProcess
            SourceServices(backgroundScope, Clock.System, Random::nextDouble, shared.inFlightWrites, shared.pendingWrites)
        }

        /**
         * Returns a source of the tokens that [obtain], a function of the program's, returns: it is called when there is no good token,
         * once for all callers, in a coroutine of its own, which goes on when they are cancelled. Exceptions that it throws are thrown
         * to the callers; then there is a pause before it is called again, which grows from a second to a minute.
         *
         * ```
         * val tokens = TokenSource.of { Token(vault.read("api/token")) { expiresIn(10.minutes) } }
         * ```
         *
         * @throws InvalidConfigException if [options] have a store and no key.
         */
        @JvmSynthetic
        public fun of(
            options: TokenSourceOptions = TokenSourceOptions.DEFAULT,
            obtain: suspend () -> Token,
        ): TokenSource =
            services.source("function", FunctionIssuance(obtain), options, FailureReports(options.failureListener)) {
                throw SourceKey.missing("of a function")
            }

        /** Returns a source of [token] alone: it is returned while it is valid, and then calls throw an [AuthException]. */
        @JvmStatic
        public fun of(token: Token): TokenSource = FixedTokenSource(token)

        /** Returns a source of [accessToken] alone, a bearer token whose expiry is not known. */
        @JvmStatic
        public fun of(accessToken: String): TokenSource = FixedTokenSource(Token(accessToken))
    }
}
