package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.Shutdown
import io.github.oidcauth.Token
import io.github.oidcauth.internal.concurrent.runBlocking
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.future.future
import java.time.Duration
import java.util.concurrent.CompletableFuture
import kotlin.time.toKotlinDuration

/**
 * The front door for Java, and for all who do not use coroutines.
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
     * A usable token for the application at [host]: from the store, else refreshed, else a user logs in.
     *
     * @throws AuthException when no token can be had; its subclasses say why.
     * @throws InterruptedException when the thread was interrupted; a refresh on its way is finished and stored first.
     */
    @JvmStatic
    @Throws(AuthException::class, InterruptedException::class)
    public fun authenticate(host: String): Token = authenticate(Config.builder(host).build())

    /** A usable token for [config]; with [force] a new login, whatever the store has. See the other `authenticate`. */
    @JvmStatic
    @JvmOverloads
    @Throws(AuthException::class, InterruptedException::class)
    public fun authenticate(
        config: Config,
        force: Boolean = false,
    ): Token = runBlocking { io.github.oidcauth.authenticate(config, force) }

    /**
     * [authenticate] without waiting: the future completes with the token, or with an [AuthException]. Cancelling the future
     * cancels the login.
     */
    @JvmStatic
    public fun authenticateAsync(host: String): CompletableFuture<Token> =
        CoroutineScope(Dispatchers.Default).future { io.github.oidcauth.authenticate(host) }

    /** [authenticate] without waiting: the future completes with the token, or with an [AuthException]. */
    @JvmStatic
    @JvmOverloads
    public fun authenticateAsync(
        config: Config,
        force: Boolean = false,
    ): CompletableFuture<Token> = CoroutineScope(Dispatchers.Default).future { io.github.oidcauth.authenticate(config, force) }

    /**
     * Lets no login and no refresh begin from now on, and waits for at most [timeout] until the tokens of those refreshes that
     * are under way are stored: to be called before the process ends. Returns true if all are stored. See [Shutdown.drain].
     *
     * @throws InterruptedException when the thread was interrupted.
     */
    @JvmStatic
    @Throws(InterruptedException::class)
    public fun shutdown(timeout: Duration): Boolean = runBlocking { Shutdown.drain(timeout.toKotlinDuration()) }

    /** Has the JVM do what [shutdown] does when it ends, which then takes up to [timeout] longer. See [Shutdown.onExit]. */
    @JvmStatic
    public fun shutdownOnExit(timeout: Duration): Unit = Shutdown.onExit(timeout.toKotlinDuration())
}
