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
import io.ktor.client.HttpClient
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Instant

/**
 * A login server for the tests of a program, which does what the test says. At [url] it is a standard issuer (OAuth 2.0, OpenID
 * Connect, with discovery, device logins, browser logins, client credentials, refresh, introspection, revocation and userinfo), and
 * an application with py-oidc-auth as well.
 *
 * ```
 * ScriptedLoginServer.start().use { server ->
 *     server.user.denies()
 *     shouldThrow<AuthorizationDeniedException> { authenticate(server.issuerConfig()) }
 * }
 * ```
 *
 * It is stricter than most: PKCE with S256 is required and checked, redirect URIs count letter by letter but for loopback ports,
 * codes are good for one use and one minute, device codes and refresh tokens for the client that they were issued to. A refresh
 * token that was used up ends the session. Parameters that mean nothing to it are recorded. There are no pushed
 * requests and no DPoP.
 *
 * Its tokens, codes and keys are for tests: anybody can guess them. Thread-safe.
 */
public class ScriptedLoginServer private constructor(
    private val binding: ServerBinding,
    private val clock: Clock,
) : AutoCloseable {
    @Volatile
    private var isUp = true

    /** On which terms tokens are handed out. */
    public val settings: ServerSettings = ServerSettings()

    /** Who logs in. */
    public val user: ScriptedUser = ScriptedUser()

    /** Where the server is: the issuer, and the base URL of the application. */
    public val url: String = binding.url

    private val core = LoginServerCore(url, settings, clock, user.decisions)

    /**
     * An HTTP client that reaches this server without sockets, and no other. It stays on the caller's dispatcher, so it can be
     * used in virtual time. Closed with the server.
     */
    public val httpClient: HttpClient = inMemoryHttpClient(url, { isUp }, core::respond)

    /** Everything that was asked, in order, by programs and browsers. */
    public val requests: List<ServerRequest> get() = core.requests

    /** How often a refresh token was redeemed that had been used up. Each time somebody has lost the one that took its place. */
    public val refreshTokenReuses: Int get() = core.reuses

    /** How many logins there were that were not revoked since. */
    public val activeSessions: Int get() = core.activeSessions

    init {
        registerClient(CLIENT_ID)
        user.useBrowser(ScriptedBrowser({ isUp }, core::respond))
        binding.open(core::respond)
    }

    /** What was asked at [endpoint], in order. */
    public fun requests(endpoint: ServerEndpoint): List<ServerRequest> = requests.filter { it.endpoint == endpoint }

    /** How often [endpoint] was asked. */
    public fun count(endpoint: ServerEndpoint): Int = requests(endpoint).size

    /** Has the next requests for [endpoint] responded with [replies], one each, after those that were scripted before. */
    public fun onNext(
        endpoint: ServerEndpoint,
        vararg replies: ScriptedReply,
    ): Unit = core.next(endpoint, replies.toList())

    /**
     * Lets the client [id] log in, with that [secret] or without one. Its browser comes back to [redirectUris], or when there are
     * none to any address of this machine by http. Registering it again replaces it. [CLIENT_ID] is registered already, without a
     * secret. A client with a secret also gets tokens of its own (RFC 6749 §4.4), and may introspect any token (RFC 7662).
     */
    @JvmOverloads
    public fun registerClient(
        id: String,
        secret: String? = null,
        redirectUris: List<String> = emptyList(),
    ): Unit = core.register(id, secret, redirectUris)

    /** From now on connections are refused. */
    public fun stop() {
        isUp = false
        binding.stop()
    }

    /** Ends what [stop] began, at the same address. */
    public fun restart() {
        binding.restart()
        isUp = true
    }

    /** Ends every session, as an administrator does: neither access tokens nor refresh tokens are good any more. */
    public fun revokeSessions(): Unit = core.revokeSessions()

    /** Whether [token] would be let in by an API of this server. */
    public fun accepts(token: Token): Boolean = core.accepts(token.accessToken)

    /** A token as a login with [config] would have brought it, to be kept in a store before the program begins. */
    public fun issueToken(config: Config): Token = token(config, settings.accessTokenLifetime)

    /** The same, whose access token has expired a moment ago. Its refresh token is good, if there is one. */
    public fun issueExpiredToken(config: Config): Token = token(config, Duration.ZERO)

    /**
     * The configuration of a program that logs in at the issuer as [CLIENT_ID], with [user] before it and a new store in
     * memory; when the server has no port, with [httpClient].
     */
    @JvmSynthetic
    public fun issuerConfig(configure: Config.Builder.() -> Unit = {}): Config = issuerConfigBuilder().apply(configure).build()

    /** The same for Java. */
    public fun issuerConfigBuilder(): Config.Builder = applicationConfigBuilder().clientId(CLIENT_ID)

    /** The same for a program that logs in at the application with py-oidc-auth. */
    @JvmSynthetic
    public fun applicationConfig(configure: Config.Builder.() -> Unit = {}): Config =
        applicationConfigBuilder().apply(configure).build()

    /** The same for Java. */
    public fun applicationConfigBuilder(): Config.Builder =
        Config.builder(url).also {
            it.interaction = user
            it.interactive = true
            it.redirectPorts = listOf(0)
            it.store = InMemoryTokenStore()
            if (binding is InMemoryBinding) it.httpClient = httpClient
        }

    /** Ends the server and its [httpClient]. */
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

    /** In whole seconds, as responses have them, so that a store hands out what was put. */
    private fun tokenOf(issued: IssuedTokens): Token =
        Token(issued.accessToken) {
            expiresAt = Instant.fromEpochSeconds(issued.expiresAt.epochSeconds)
            refreshToken = issued.refreshToken
            refreshExpiresAt = issued.refreshExpiresAt?.let { Instant.fromEpochSeconds(it.epochSeconds) }
            scope = issued.scope
            idToken = issued.idToken
        }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** The client that is registered from the start, without a secret. */
        public const val CLIENT_ID: String = "test-client"

        /** A server at a free port of this machine. Its clock is [clock]. */
        @JvmStatic
        @JvmOverloads
        public fun start(clock: Clock = Clock.System): ScriptedLoginServer = ScriptedLoginServer(LoopbackBinding(), clock)

        /** A server without a port, at `https://login.example`, which [httpClient] alone reaches. Its clock is [clock]. */
        @JvmStatic
        @JvmOverloads
        public fun inMemory(clock: Clock = Clock.System): ScriptedLoginServer = ScriptedLoginServer(InMemoryBinding(), clock)
    }
}
