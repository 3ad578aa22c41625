package io.github.oidcauth

import io.github.oidcauth.internal.protocol.BaseUrl
import io.github.oidcauth.internal.protocol.pathFault
import io.github.oidcauth.internal.pyoidcauth.Routes
import io.ktor.client.HttpClient
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toKotlinDuration

/**
 * Which server to log in to, and how.
 *
 * ```
 * val config = Config("https://myapp.example.com") { timeout = 2.minutes }
 * ```
 * and in Java `Config.builder("https://myapp.example.com").timeout(Duration.ofMinutes(2)).build()`.
 *
 * Immutable and thread-safe. Two configurations are equal when all their settings are; flows with equal configurations are the
 * same flow.
 */
public class Config private constructor(builder: Builder) {
    internal val baseUrl: BaseUrl = BaseUrl.parse(builder.host).also { it.requireSecure(builder.insecureHttpAllowed) }

    /** The base URL of the application, in the spelling of its [key]. */
    public val host: String = baseUrl.toString()

    /** Under which the token is kept. */
    public val key: TokenKey = TokenKey.of(host)

    /** The login route, below [host]. */
    public val loginRoute: String = route("login route", builder.loginRoute)

    /** The token route, below [host]. */
    public val tokenRoute: String = route("token route", builder.tokenRoute)

    /** The device authorization route, below [host]. */
    public val deviceRoute: String = route("device route", builder.deviceRoute)

    /** The ports to try for the browser to come back to, in order; 0 stands for any free port. */
    public val redirectPorts: List<Int> = ports(builder.redirectPorts)

    /** The scope to ask for in a browser login, space separated, or null for what the application asks by itself. */
    public val scope: String? = builder.scope?.takeIf { it.isNotBlank() }

    /** Whose cache directory the token file is in, when no [store] is set. */
    public val appName: String = builder.appName

    /** The store to use, or null for the token file that the variable `OIDC_TOKEN_FILE` names, or else the one of [appName]. */
    public val store: TokenStore? = builder.store

    /** How to talk to the person, or null to choose by where the program runs. */
    public val interaction: UserInteraction? = builder.interaction

    /** Whether a person can be asked, or null to find out. */
    public val interactive: Boolean? = builder.interactive

    /** Whether a browser may be opened. The URL is shown in any case. */
    public val openBrowser: Boolean = builder.openBrowser

    /** How long a person may take, or null for as long as the device code lives, or five minutes in the browser. */
    @get:JvmSynthetic
    public val timeout: Duration? = builder.timeout?.also { positive("timeout", it) }

    /** How long one request may take, from connecting to the last byte of the answer. */
    @get:JvmSynthetic
    public val requestTimeout: Duration = builder.requestTimeout.also { positive("request timeout", it) }

    /** The client that requests are made with, or null for the library's own. It is never closed by the library. */
    public val httpClient: HttpClient? = builder.httpClient

    internal val insecureHttpAllowed: Boolean = builder.insecureHttpAllowed

    /** A builder that starts with these settings. */
    public fun newBuilder(): Builder =
        Builder(host).also {
            it.loginRoute = loginRoute
            it.tokenRoute = tokenRoute
            it.deviceRoute = deviceRoute
            it.redirectPorts = redirectPorts
            it.scope = scope
            it.appName = appName
            it.store = store
            it.interaction = interaction
            it.interactive = interactive
            it.openBrowser = openBrowser
            it.timeout = timeout
            it.requestTimeout = requestTimeout
            it.httpClient = httpClient
            it.insecureHttpAllowed = insecureHttpAllowed
        }

    private fun settings(): List<Any?> =
        listOf(
            host,
            loginRoute,
            tokenRoute,
            deviceRoute,
            redirectPorts,
            scope,
            appName,
            store,
            interaction,
            interactive,
            openBrowser,
            timeout,
            requestTimeout,
            httpClient,
            insecureHttpAllowed,
        )

    override fun equals(other: Any?): Boolean = other is Config && settings() == other.settings()

    override fun hashCode(): Int = settings().hashCode()

    override fun toString(): String =
        "Config(host=$host, loginRoute=$loginRoute, tokenRoute=$tokenRoute, deviceRoute=$deviceRoute, " +
            "redirectPorts=$redirectPorts, scope=$scope, appName=$appName, timeout=$timeout)"

    /** Makes a [Config]. Every setting has a default that works. Not thread-safe. */
    public class Builder internal constructor(
        /** The base URL of the application; without a scheme, https is meant. */
        public val host: String,
    ) {
        /** The login route, below the host. Default `/auth/v2/login`. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var loginRoute: String = Routes.LOGIN

        /** The token route, below the host. Default `/auth/v2/token`. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var tokenRoute: String = Routes.TOKEN

        /** The device authorization route, below the host. Default `/auth/v2/device`. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var deviceRoute: String = Routes.DEVICE

        /**
         * The ports to try for the browser to come back to, in order, from 0 to 65535; 0 stands for any free port, which the
         * identity provider must allow. Default 53100 to 53105.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var redirectPorts: List<Int> = DEFAULT_REDIRECT_PORTS

        /** The scope to ask for in a browser login, space separated. Default: what the application asks by itself. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var scope: String? = null

        /** Whose cache directory the token file is in. Default `py-oidc-auth`, which is shared with the Python client. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var appName: String = DEFAULT_APP_NAME

        /** The store to use instead of the token file. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var store: TokenStore? = null

        /** How to talk to the person. Default: in the terminal, or the notebook when there is one. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var interaction: UserInteraction? = null

        /** Whether a person can be asked. Default: told from the terminal, the notebook and the variables of batch systems. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var interactive: Boolean? = null

        /** Whether a browser may be opened. Default true. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var openBrowser: Boolean = true

        /** How long a person may take; more than zero. Default: as long as the device code lives, or 5 minutes in the browser. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var timeout: Duration? = null

        /** How long one request may take; more than zero. Default 30 seconds. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var requestTimeout: Duration = 30.seconds

        /**
         * The client to make requests with, used as it is but that redirects are not followed, and never closed. It must not repeat
         * POST requests by itself: a refresh that is sent twice can end the session.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var httpClient: HttpClient? = null

        internal var insecureHttpAllowed: Boolean = false

        /** @see loginRoute */
        public fun loginRoute(route: String): Builder = apply { loginRoute = route }

        /** @see tokenRoute */
        public fun tokenRoute(route: String): Builder = apply { tokenRoute = route }

        /** @see deviceRoute */
        public fun deviceRoute(route: String): Builder = apply { deviceRoute = route }

        /** @see redirectPorts */
        public fun redirectPorts(vararg ports: Int): Builder = apply { redirectPorts = ports.toList() }

        /** @see scope */
        public fun scope(scope: String): Builder = apply { this.scope = scope }

        /** @see appName */
        public fun appName(name: String): Builder = apply { appName = name }

        /** @see store */
        public fun store(store: TokenStore): Builder = apply { this.store = store }

        /** @see interaction */
        public fun interaction(interaction: UserInteraction): Builder = apply { this.interaction = interaction }

        /** @see interactive */
        public fun interactive(interactive: Boolean): Builder = apply { this.interactive = interactive }

        /** @see openBrowser */
        public fun openBrowser(open: Boolean): Builder = apply { openBrowser = open }

        /** @see timeout */
        public fun timeout(timeout: java.time.Duration): Builder = apply { this.timeout = timeout.toKotlinDuration() }

        /** @see requestTimeout */
        public fun requestTimeout(timeout: java.time.Duration): Builder = apply { requestTimeout = timeout.toKotlinDuration() }

        /** @see httpClient */
        public fun httpClient(client: HttpClient): Builder = apply { httpClient = client }

        /**
         * Lets tokens travel unencrypted to a host that is not this machine. Everybody on the way can read and use them. For test
         * networks; http to this machine needs no permission.
         */
        @DelicateOidcAuthApi
        public fun allowInsecureHttp(): Builder = apply { insecureHttpAllowed = true }

        /**
         * The configuration.
         *
         * @throws InvalidHostException when [host] is not the base URL of an application, or not a secure one.
         * @throws InvalidConfigException when another setting cannot work.
         */
        @Throws(AuthException::class)
        public fun build(): Config = Config(this)
    }

    public companion object {
        /** The Python client's name, so that both find the same token file. */
        public const val DEFAULT_APP_NAME: String = "py-oidc-auth"

        /** 53100 to 53105, the ports that py-oidc-auth applications have registered at their providers. */
        @JvmField
        public val DEFAULT_REDIRECT_PORTS: List<Int> = (53_100..53_105).toList()

        /** A builder for [host], the base URL of the application; without a scheme, https is meant. */
        @JvmStatic
        public fun builder(host: String): Builder = Builder(host)

        private const val MAX_PORT = 65_535

        private fun route(
            name: String,
            route: String,
        ): String {
            val fault = if (route.isBlank()) {
                "is empty. It is a path below the host, such as /auth/v2/login."
            } else {
                pathFault(
                    route,
                )
            }
            if (fault != null) throw InvalidConfigException("The $name $fault")
            return "/" + route.trim('/')
        }

        private fun ports(ports: List<Int>): List<Int> {
            if (ports.isEmpty()) {
                throw InvalidConfigException(
                    "There is no redirect port to try. Name at least one, or 0 for any free port.",
                )
            }
            ports.firstOrNull {
                it !in 0..MAX_PORT
            }?.let { throw InvalidConfigException("$it is not a port: ports go from 0 to $MAX_PORT.") }
            return ports.toList()
        }

        private fun positive(
            name: String,
            duration: Duration,
        ) {
            if (!duration.isPositive()) throw InvalidConfigException("The $name is $duration; it must be more than zero.")
        }
    }
}

/** A configuration for [host]. @throws InvalidHostException, InvalidConfigException when it cannot work. */
@JvmSynthetic
public fun Config(
    host: String,
    configure: Config.Builder.() -> Unit = {},
): Config = Config.builder(host).apply(configure).build()
