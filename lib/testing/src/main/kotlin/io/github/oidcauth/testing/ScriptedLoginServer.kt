package io.github.oidcauth.testing

import io.github.oidcauth.Config
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.testing.internal.requireFittingVersions
import io.github.oidcauth.testing.internal.server.InMemoryBinding
import io.github.oidcauth.testing.internal.server.IssuedTokens
import io.github.oidcauth.testing.internal.server.LoginServerCore
import io.github.oidcauth.testing.internal.server.LoopbackBinding
import io.github.oidcauth.testing.internal.server.ScriptedBrowser
import io.github.oidcauth.testing.internal.server.ServerBinding
import io.github.oidcauth.testing.internal.server.inMemoryHttpClient
import io.github.oidcauth.testing.internal.toKotlinClock
import io.ktor.client.HttpClient
import kotlin.time.Clock
import kotlin.time.Duration
import java.time.Clock as JavaClock

/**
 * A login server for the tests of a program, which behaves as the test scripts it. At [url] it is a standard issuer (OAuth
 * 2.0, OpenID Connect, with discovery, device logins, browser logins, client credentials, token exchange, refresh,
 * introspection, revocation and userinfo), and an application with py-oidc-auth as well.
 *
 * ```
 * ScriptedLoginServer.start().use { server ->
 *     server.user.denies()
 *     shouldThrow<AuthorizationDeniedException> { authenticate(server.issuerConfig()) }
 * }
 * ```
 *
 * It is stricter than most: PKCE with S256 is required and checked, redirect URIs are compared exactly except for loopback
 * ports, a code can be used once and within one minute, and device codes and refresh tokens only by the client that they were
 * issued to. A used refresh token ends the session. Unknown parameters are recorded. Pushed requests and DPoP are not
 * supported.
 *
 * Its tokens, codes and keys are for tests: they can be guessed. Thread-safe.
 */
public class ScriptedLoginServer private constructor(
    private val binding: ServerBinding,
    private val clock: Clock,
) : AutoCloseable {
    @Volatile
    private var isUp = true

    /** The rules by which tokens are issued. */
    public val settings: ServerSettings = ServerSettings()

    /** The user who logs in. */
    public val user: ScriptedUser = ScriptedUser()

    /** The address of the server: the issuer, and the base URL of the application. */
    public val url: String = binding.url

    private val core = LoginServerCore(url, settings, clock, user.decisions)

    /**
     * An HTTP client that reaches this server without sockets, and no other. It stays on the caller's dispatcher, so it can be
     * used in virtual time. Closed with the server.
     */
    public val httpClient: HttpClient = inMemoryHttpClient(url, { isUp }, core::respond)

    /** All requests of programs and browsers, in order. */
    public val requests: List<ServerRequest> get() = core.requests

    /**
     * The number of redemptions of refresh tokens that had been used before. Each one means that a program has lost the token
     * that replaced it.
     */
    public val refreshTokenReuses: Int get() = core.reuses

    /** The number of logins that have not been revoked. */
    public val activeSessions: Int get() = core.activeSessions

    init {
        registerClient(CLIENT_ID)
        user.useBrowser(ScriptedBrowser({ isUp }, core::respond))
        binding.open(core::respond)
    }

    /** Returns the requests to [endpoint], in order. */
    public fun requests(endpoint: ServerEndpoint): List<ServerRequest> = requests.filter { it.endpoint == endpoint }

    /** Returns the number of requests to [endpoint]. */
    public fun count(endpoint: ServerEndpoint): Int = requests(endpoint).size

    /** Scripts [replies] as the responses to the next requests to [endpoint], one each, after those that were scripted before. */
    public fun onNext(
        endpoint: ServerEndpoint,
        vararg replies: ScriptedReply,
    ): Unit = core.next(endpoint, replies.toList())

    /**
     * Registers the client [id], with that [secret] or without one. Its browser comes back to [redirectUris], or if there are
     * none, to any http address of this machine. Registering it again replaces it. [CLIENT_ID] is registered already, without
     * a secret. A client with a secret also gets tokens of its own (RFC 6749 §4.4), exchanges tokens of this server for others
     * (RFC 8693), and may introspect any token (RFC 7662).
     */
    @JvmOverloads
    public fun registerClient(
        id: String,
        secret: String? = null,
        redirectUris: List<String> = emptyList(),
    ): Unit = core.register(id, secret, redirectUris)

    /** Refuses connections from now on. */
    public fun stop() {
        isUp = false
        binding.stop()
    }

    /** Accepts connections again after [stop], at the same address. */
    public fun restart() {
        binding.restart()
        isUp = true
    }

    /** Ends every session, as an administrator does: all access tokens and refresh tokens become invalid. */
    public fun revokeSessions(): Unit = core.revokeSessions()

    /** Returns true if an API of this server would accept [token]. */
    public fun accepts(token: Token): Boolean = core.accepts(token.accessToken)

    /** Returns a token as a login with [config] would have brought it, to be stored before the program begins. */
    public fun issueToken(config: Config): Token = token(config, settings.accessTokenLifetime)

    /** Returns a token as [issueToken] does, whose access token has just expired. Its refresh token is valid, if there is one. */
    public fun issueExpiredToken(config: Config): Token = token(config, Duration.ZERO)

    /**
     * Returns the configuration of a program that logs in at the issuer as [CLIENT_ID], with [user] as its user and a new
     * store in memory; if the server has no port, with [httpClient].
     */
    @JvmSynthetic
    public fun issuerConfig(configure: Config.Builder.() -> Unit = {}): Config = issuerConfigBuilder().apply(configure).build()

    /** Returns a builder of the same configuration, for Java. */
    public fun issuerConfigBuilder(): Config.Builder = configBuilder().clientId(CLIENT_ID)

    /** Returns the configuration of a program that logs in at the application with py-oidc-auth. */
    @JvmSynthetic
    public fun applicationConfig(configure: Config.Builder.() -> Unit = {}): Config =
        applicationConfigBuilder().apply(configure).build()

    /** Returns a builder of the same configuration, for Java. */
    public fun applicationConfigBuilder(): Config.Builder = configBuilder().redirectPorts(0)

    private fun configBuilder(): Config.Builder =
        Config.builder(url).also {
            it.interaction = user
            it.interactive = true
            it.store = InMemoryTokenStore()
            if (binding is InMemoryBinding) it.httpClient = httpClient
        }

    /** Stops the server and closes its [httpClient]. */
    override fun close() {
        isUp = false
        binding.close()
        httpClient.close()
    }

    override fun toString(): String = "ScriptedLoginServer($url)"

    private fun token(
        config: Config,
        lifetime: Duration,
    ): Token = tokenOf(core.issue(config.client?.clientId, config.scope, lifetime))

    private fun tokenOf(issued: IssuedTokens): Token =
        Token(issued.accessToken) {
            expiresAt = issued.expiresAt
            refreshToken = issued.refreshToken
            refreshExpiresAt = issued.refreshExpiresAt
            scope = issued.scope
            idToken = issued.idToken
        }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** The client that is registered initially, without a secret. */
        public const val CLIENT_ID: String = "test-client"

        /** Starts a server at a free port of this machine. */
        @JvmStatic
        public fun start(): ScriptedLoginServer = start(Clock.System)

        /** Starts a server at a free port of this machine. Its clock is [clock]. */
        @JvmSynthetic
        public fun start(clock: Clock): ScriptedLoginServer = ScriptedLoginServer(LoopbackBinding(), clock)

        /** Starts a server at a free port of this machine. Its clock is [clock]. */
        @JvmStatic
        public fun start(clock: JavaClock): ScriptedLoginServer = start(clock.toKotlinClock())

        /** Starts a server without a port, at `https://login.example`, which only [httpClient] reaches. */
        @JvmStatic
        public fun inMemory(): ScriptedLoginServer = inMemory(Clock.System)

        /** Starts a server without a port, at `https://login.example`, which only [httpClient] reaches. Its clock is [clock]. */
        @JvmSynthetic
        public fun inMemory(clock: Clock): ScriptedLoginServer = ScriptedLoginServer(InMemoryBinding(), clock)

        /** Starts a server without a port, as the other `inMemory` does. Its clock is [clock]. */
        @JvmStatic
        public fun inMemory(clock: JavaClock): ScriptedLoginServer = inMemory(clock.toKotlinClock())
    }
}
