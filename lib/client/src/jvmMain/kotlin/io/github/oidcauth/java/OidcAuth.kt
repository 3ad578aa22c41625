// Tested by FacadeFromJavaTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.Shutdown
import io.github.oidcauth.Token
import io.github.oidcauth.internal.concurrent.future
import io.github.oidcauth.internal.concurrent.runBlocking
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.ServerMetadata
import java.time.Duration
import java.util.concurrent.CompletableFuture
import kotlin.time.toKotlinDuration

/**
 * The entry point for Java, and for all callers without coroutines.
 *
 * ```java
 * Token token = OidcAuth.authenticate("https://myapp.example.com");
 * request.header("Authorization", token.getHeaders().get("Authorization"));
 * ```
 *
 * Thread-safe. The blocking functions keep the calling thread until they are done; interrupt it to cancel them.
 */
public object OidcAuth {
    init {
        requireFittingVersions()
    }

    /**
     * Returns a usable token for the application at [host]: from the store, else by a refresh, else by a login of the user.
     * With [force], always by a login.
     *
     * @throws AuthException if no token can be obtained; its subclasses tell the reason.
     * @throws java.util.concurrent.CancellationException if the thread was interrupted, which it still is then; a running
     *     refresh is finished and stored first.
     */
    @JvmStatic
    @JvmOverloads
    @Throws(AuthException::class)
    public fun authenticate(
        host: String,
        force: Boolean = false,
    ): Token = authenticate(Config.builder(host).build(), force)

    /**
     * Returns a usable token for [config]; with [force] by a new login, even if the store has one. See the other
     * `authenticate`.
     */
    @JvmStatic
    @JvmOverloads
    @Throws(AuthException::class)
    public fun authenticate(
        config: Config,
        force: Boolean = false,
    ): Token = runBlocking { io.github.oidcauth.authenticate(config, force) }

    /**
     * Starts [authenticate] and returns at once: the future completes with the token, or with an [AuthException]. Cancelling
     * the future cancels the login. Nothing is thrown, for an unusable [host] neither. The threads that do the work complete the
     * future too: see [BlockingDeviceFlow.async], whose futures are alike.
     */
    @JvmStatic
    @JvmOverloads
    public fun authenticateAsync(
        host: String,
        force: Boolean = false,
    ): CompletableFuture<Token> = future { io.github.oidcauth.authenticate(host, force) }

    /** Starts [authenticate] and returns at once: the future completes with the token, or with an [AuthException]. */
    @JvmStatic
    @JvmOverloads
    public fun authenticateAsync(
        config: Config,
        force: Boolean = false,
    ): CompletableFuture<Token> = future { io.github.oidcauth.authenticate(config, force) }

    /**
     * Returns the source of the token for the application at [host]: what [authenticate] returns, each time a token is needed. Pass
     * it to the HTTP client that calls the API. See `io.github.oidcauth.tokenSource` in Kotlin.
     *
     * @throws AuthException if [host] is not the base URL of an application.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun tokenSource(host: String): BlockingTokenSource = tokenSource(Config.builder(host).build())

    /** Returns the source of the token for [config]. See the other `tokenSource`. */
    @JvmStatic
    public fun tokenSource(config: Config): BlockingTokenSource =
        BlockingTokenSource.of(io.github.oidcauth.tokenSource(config))

    /**
     * Returns the metadata that the server [issuer] publishes (OpenID Connect Discovery 1.0, RFC 8414). They must name [issuer],
     * as [issuerCheck] compares it: exactly, if none is given. The URL of the metadata document is accepted in place of an
     * issuer. See [ServerMetadata.Companion.discover].
     *
     * @throws AuthException if there are no metadata, or they are not trusted.
     * @throws java.util.concurrent.CancellationException if the thread was interrupted, which it still is then.
     */
    @JvmStatic
    @JvmOverloads
    @Throws(AuthException::class)
    public fun discover(
        issuer: String,
        issuerCheck: IssuerCheck = IssuerCheck.Exact,
    ): ServerMetadata = runBlocking { ServerMetadata.discover(issuer, issuerCheck) }

    /** Starts [discover] and returns at once: the future completes with the metadata, or with an [AuthException]. */
    @JvmStatic
    @JvmOverloads
    public fun discoverAsync(
        issuer: String,
        issuerCheck: IssuerCheck = IssuerCheck.Exact,
    ): CompletableFuture<ServerMetadata> = future { ServerMetadata.discover(issuer, issuerCheck) }

    /**
     * Refuses new logins and refreshes from now on, and waits for at most [timeout] until the tokens of all running refreshes
     * are stored. Call it before the process ends. Returns true if all are stored. See [Shutdown.drain].
     *
     * @throws java.util.concurrent.CancellationException if the thread was interrupted.
     */
    @JvmStatic
    public fun shutdown(timeout: Duration): Boolean = runBlocking { Shutdown.drain(timeout.toKotlinDuration()) }

    /** Does the same with a [timeout][shutdown] of one minute. */
    @JvmStatic
    public fun shutdown(): Boolean = runBlocking { Shutdown.drain() }

    /** Starts [shutdown] and returns at once: the future completes with its result. Cancelling the future ends the wait. */
    @JvmStatic
    public fun shutdownAsync(
        timeout: Duration,
    ): CompletableFuture<Boolean> = future { Shutdown.drain(timeout.toKotlinDuration()) }

    /** Makes the JVM call [shutdown] when it ends, which then takes up to [timeout] longer. See [Shutdown.onExit]. */
    @JvmStatic
    public fun shutdownOnExit(timeout: Duration): Unit = Shutdown.onExit(timeout.toKotlinDuration())

    /** Makes the JVM call [shutdown] when it ends, which then takes up to a minute longer. See [Shutdown.onExit]. */
    @JvmStatic
    public fun shutdownOnExit(): Unit = Shutdown.onExit()
}
