package io.github.oidcauth

import io.github.oidcauth.http.withoutTokens
import io.github.oidcauth.internal.acquisition.LoginDemand
import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.callback.validateReceiverRedirect
import io.github.oidcauth.internal.concurrent.requireSuspending
import io.github.oidcauth.internal.environment.BatchAdvice
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.internal.transport.okhttp.OwnHttpClients
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ServerMetadata
import io.ktor.client.HttpClient
import okhttp3.OkHttpClient
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration
import java.net.http.HttpClient as JdkHttpClient
import java.time.Duration as JavaDuration

/**
 * The server to log in to and the settings of the login: an application with py-oidc-auth, or, with a client id, any standard
 * issuer.
 *
 * ```
 * val config = Config("https://myapp.example.com") { timeout = 2.minutes }
 * ```
 * and in Java `Config.builder("https://myapp.example.com").timeout(Duration.ofMinutes(2)).build()`.
 *
 * Immutable and thread-safe. Two configurations are equal if all their settings are equal; flows with equal configurations
 * are the same flow.
 */
public class Config private constructor(builder: Builder) {
    /** The issuer to log in to, or null for an application with py-oidc-auth. */
    internal val issuer: IssuerTarget? = builder.settings.issuerTarget()

    /** The application to log in to, or null for an issuer. */
    internal val application: BaseUrl? = if (issuer == null) builder.settings.applicationUrl() else null

    internal val redirect: LoopbackRedirect = builder.settings.loopbackRedirect(issuer)

    private val settings: ConfigSettings =
        builder.settings.normalize(issuer?.name?.toString() ?: application.toString(), redirect)

    /** The [settings] with the resulting client and redirect only, since each can be given as a whole or in parts. */
    private val compared: ConfigSettings =
        settings.copy(
            client = issuer?.client,
            clientId = null,
            clientSecret = null,
            redirectUri = null,
            redirectPorts = redirect.ports,
            redirectHost = redirect.host,
            redirectPath = redirect.path,
        )

    /**
     * The base URL of the application, in the spelling of its [key]; or the issuer exactly as given, also if the URL of its
     * metadata document was given.
     */
    public val host: String = issuer?.issuer ?: application.toString()

    /** The key under which the token is stored. */
    public val key: TokenKey = issuer?.key ?: TokenKey.forHost(host, settings.account)

    /** The client that logs in to the issuer, or null if [host] is an application, which knows its client itself. */
    public val client: ClientConfig? get() = issuer?.client

    /** The metadata of the issuer, or null if they are discovered. */
    public val metadata: ServerMetadata? get() = settings.metadata

    /** The APIs that the token is for, by names that the issuer knows. */
    public val audiences: List<String> get() = settings.audiences

    /** The APIs that the token is for, as absolute URIs (RFC 8707). */
    public val resources: List<String> get() = settings.resources

    /** The account that the token is for, an address in lower case; or null for the only one at this server. */
    public val account: String? get() = settings.account

    /** The name of the user for the login page, in place of the [account], or null. */
    public val loginHint: String? get() = settings.loginHint

    /** The minimum remaining lifetime of a token that is returned. */
    @get:JvmSynthetic
    public val minTtl: Duration get() = settings.minTtl

    /** Returns [minTtl] for Java. */
    public fun getMinTtl(): JavaDuration = minTtl.toJavaDuration()

    /** The login route, below [host]. */
    public val loginRoute: String get() = settings.loginRoute

    /** The token route, below [host]. */
    public val tokenRoute: String get() = settings.tokenRoute

    /** The device authorization route, below [host]. */
    public val deviceRoute: String get() = settings.deviceRoute

    /**
     * The redirect URI of a browser login, with port 0 for any free port: that of the [codeReceiver], if there is one. Null if
     * one of several [redirectPorts] is used.
     */
    public val redirectUri: String? get() = receiverRedirect ?: redirect.ports.singleOrNull()?.let(redirect::uri)

    /** The ports to try for the browser to come back to, in order; 0 means any free port. */
    public val redirectPorts: List<Int> get() = redirect.ports

    /** The host of the address that the browser is redirected to: `localhost`, `127.0.0.1` or `[::1]`. */
    public val redirectHost: String get() = redirect.host

    /** The path of the address that the browser is redirected to, beginning with a slash, or empty. */
    public val redirectPath: String get() = redirect.path

    /** The address that the browser's redirect is received at, with or without a port, or null for the loopback interface. */
    public val listenAddress: String? get() = settings.listenAddress

    /** The parameters that the browser login sends in addition to those of the protocol. */
    public val authorizationParameters: Map<String, String> get() = settings.authorizationParameters

    /** The authentication context classes of which the login must have one; empty if any will do. */
    public val requiredAcrValues: List<String> get() = settings.requiredAcrValues

    /** The maximum time since the user logged in, or null if any will do. */
    @get:JvmSynthetic
    public val maxAge: Duration? get() = settings.maxAge

    /** Returns [maxAge] for Java. */
    public fun getMaxAge(): JavaDuration? = maxAge?.toJavaDuration()

    /** The login that the user must have done, or null if any will do. */
    internal val requiredLogin: LoginDemand? =
        if (requiredAcrValues.isEmpty() && maxAge == null) null else LoginDemand(requiredAcrValues, maxAge, isOfApi = false)

    /** The scope to request in a browser login, space-separated, or null for the default of the application. */
    public val scope: String? get() = settings.scope

    /** The scope that the user consents to in a browser login without requesting it for this token, space-separated, or null. */
    public val extraScopeToConsent: String? get() = settings.extraScopeToConsent

    /** The application name whose cache directory contains the token file, if no [store] is set. */
    public val appName: String get() = settings.appName

    /** The environment variable that names the token file, if no [store] is set. */
    public val tokenFileVariable: String get() = settings.tokenFileVariable

    /** The store to use, or null for the token file that the [tokenFileVariable] names, or else that of [appName]. */
    public val store: TokenStore? get() = settings.store

    /** The user interface of a login, or null to choose one by the environment of the program. */
    public val interaction: UserInteraction? get() = settings.interaction

    /** True if a user can be asked, or null to detect it. */
    public val interactive: Boolean? get() = settings.interactive

    /** True if no user is asked without a terminal or a notebook. */
    public val terminalRequired: Boolean get() = settings.terminalRequired

    /** True if no user is asked when the token of the login could not be stored. */
    public val storageRequired: Boolean get() = settings.storageRequired

    /** True if a browser may be opened. The URL is shown in any case. */
    public val openBrowser: Boolean get() = settings.openBrowser

    /** True if the remaining time is shown while a login waits. */
    public val showProgress: Boolean get() = settings.showProgress

    /** The opener of the browser, or null for that of the [interaction]. */
    public val browser: BrowserOpener? get() = settings.browser

    /** The kind of login that a user is asked for. */
    public val flow: LoginFlow get() = settings.flow

    /** The pages that the browser shows at the end, or null for the library's own pages. */
    public val callbackPages: CallbackPages? get() = settings.callbackPages

    /** The receiver of the callback, or null for a port of this machine. */
    public val codeReceiver: CodeReceiver? get() = settings.codeReceiver

    /** The redirect URI of the [codeReceiver], as it was when this was built. */
    internal val receiverRedirect: String? = codeReceiver?.let { validateReceiverRedirect(it.redirectUri) }

    /** The listener for new tokens. */
    public val listener: TokenListener? get() = settings.listener

    /** The maximum time for the user, or null for the lifetime of the device code, or five minutes in the browser. */
    @get:JvmSynthetic
    public val timeout: Duration? get() = settings.timeout

    /** Returns [timeout] for Java. */
    public fun getTimeout(): JavaDuration? = timeout?.toJavaDuration()

    /** The maximum duration of one request, from connecting to the last byte of the response. */
    @get:JvmSynthetic
    public val requestTimeout: Duration get() = settings.requestTimeout

    /** Returns [requestTimeout] for Java. */
    public fun getRequestTimeout(): JavaDuration = requestTimeout.toJavaDuration()

    /** The HTTP client that sends the requests, or null for the library's own. The library never closes it. */
    public val httpClient: HttpClient? get() = settings.httpClient

    /** The file of certificate authorities that are trusted in place of all others, or null. */
    public val caFile: String? get() = settings.caFile

    internal val proxy: String? get() = settings.proxy

    internal val insecureHttpAllowed: Boolean get() = settings.insecureHttpAllowed

    // The client setting is copied as it was given, because the client itself may have been made from it.
    public fun newBuilder(): Builder = Builder(settings.copy())

    override fun equals(other: Any?): Boolean =
        other is Config && compared == other.compared && receiverRedirect == other.receiverRedirect

    override fun hashCode(): Int = compared.hashCode()

    override fun toString(): String {
        val clientText = client?.let { "clientId=${it.clientId}, " }.orEmpty()
        val accountText = account?.let { "account=$it, " }.orEmpty()
        return "Config(host=$host, $clientText${accountText}loginRoute=$loginRoute, tokenRoute=$tokenRoute, " +
            "deviceRoute=$deviceRoute, redirectPorts=$redirectPorts, scope=$scope, appName=$appName, timeout=$timeout)"
    }

    /** Makes a [Config]. Every setting has a usable default. Not thread-safe. */
    public class Builder internal constructor(
        internal val settings: ConfigSettings,
    ) {
        /** The base URL of the application, or the issuer; without a scheme, https is meant. */
        public val host: String get() = settings.host

        /**
         * The client id for the login, if the host is a standard issuer (OpenID Connect, OAuth 2.0). Default: the host is an
         * application with py-oidc-auth, which knows its client itself.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var clientId: String? by settings::clientId

        /** The secret of [clientId], if it has one. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var clientSecret: String? by settings::clientSecret

        /**
         * The whole registration of the client at the issuer, in place of [clientId], [clientSecret], [requestTimeout],
         * [httpClient], [caFile], [proxy] and [allowInsecureHttp].
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var client: ClientConfig? by settings::client

        /** The metadata of the issuer. Default: they are discovered (OpenID Connect Discovery 1.0, RFC 8414). */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var metadata: ServerMetadata? by settings::metadata

        /** The APIs that the token is for, by names that the issuer knows (Auth0's `audience`). Default none. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var audiences: List<String> by settings::audiences

        /** The APIs that the token is for, as absolute URIs (RFC 8707). Default none. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var resources: List<String> by settings::resources

        /**
         * The account that the token is for, if the user has several at this server: the name, address or identifier of the user
         * there, such as `alice@example.com`, or a name of your own together with a [loginHint]. At most 255 characters of
         * printable ASCII; an address is written in lower case. Default: none, for the only account. Each account has a token of
         * its own ([TokenKey.forIssuer], [TokenKey.forHost]).
         *
         * It is sent to the login page as `login_hint`, which the server may ignore. So the user of each token is checked:
         *
         * - If the stored token of the account has an ID token, every later login and refresh must return the same `iss` and
         *   `sub`, until both of its tokens have expired.
         * - Else the ID token must have the account as its `sub`, `preferred_username`, `upn`, or `email` with a true
         *   `email_verified`; addresses are compared without regard to case. With another login hint this is not required at
         *   the first login.
         *   Without a [scope], `profile` and `email` are requested for that in addition to `openid`.
         * - A server without ID tokens does not identify the user, so nothing is checked. Applications with py-oidc-auth are
         *   such servers.
         *
         * If it is another user, a [WrongAccountException] is thrown, and nothing is stored or replaced.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var account: String? by settings::account

        /**
         * The name of the user for the login page, sent as `login_hint` (OpenID Connect Core 1.0 §3.1.2.1). A `login_hint` among
         * the [authorizationParameters] is sent instead. Default: the [account], if there is one.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var loginHint: String? by settings::loginHint

        /**
         * The minimum remaining lifetime of a token that is returned; not negative. Default 60 seconds.
         *
         * A token that a login or refresh has just obtained is returned even if its lifetime is shorter. If the server's
         * tokens do not live longer than this, a token is refreshed after half of its lifetime, or, without a refresh token,
         * used until it expires, because no other token would be better. Unless this is the default, a warning reports that
         * once for each key and process.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var minTtl: Duration by settings::minTtl

        /** The login route, below the host. Default `/auth/v2/login`. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var loginRoute: String by settings::loginRoute

        /** The token route, below the host. Default `/auth/v2/token`. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var tokenRoute: String by settings::tokenRoute

        /** The device authorization route, below the host. Default `/auth/v2/device`. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var deviceRoute: String by settings::deviceRoute

        /**
         * The redirect URI of a browser login, such as `http://127.0.0.1:8400/callback`: http, the host `127.0.0.1`, `localhost`
         * or `[::1]`, and a path of at most 1024 characters. Port 0, or none, means any free port, which the server must allow
         * (RFC 8252 §7.3). Not together with [redirectPorts], [redirectHost] and [redirectPath], its parts, nor with a
         * [codeReceiver].
         *
         * Default: `http://127.0.0.1:0/callback` at an issuer. The presets of providers that need other ones have them, and
         * applications with py-oidc-auth the defaults of the three parts.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var redirectUri: String? by settings::redirectUri

        /**
         * The ports to try for the browser to come back to, in order, from 0 to 65535; 0 means any free port, which the server
         * must allow. For servers that compare the port with the registered one. Default: 0 at an issuer, 53100 to 53105 for
         * an application and for the presets of Auth0, Cognito and Okta.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var redirectPorts: List<Int>? by settings::redirectPorts

        /**
         * The host of the address that the browser is redirected to: `localhost`, `127.0.0.1` or `[::1]`, as it is registered at
         * the server. RFC 8252 §8.3 prefers a number to the name. Default: `127.0.0.1` at an issuer, `localhost` for an
         * application and for the presets of Auth0, Cognito, Entra and Okta.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var redirectHost: String? by settings::redirectHost

        /** The path of that address, at most 1024 characters; empty for none. Default `/callback`. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var redirectPath: String? by settings::redirectPath

        /**
         * The IP address at which the redirect of the browser is received, with or without a port: `0.0.0.0:53100`, `172.17.0.2`,
         * `[::]:53100`. For containers, whose published ports lead to an address of their own; the browser on the machine outside
         * is still redirected to its own loopback interface ([redirectUri]), and requests for any other host or path get 404. A
         * port is the one inside, if the container publishes it under another number; if the redirect has any free port, it is
         * that port. Not together with a [codeReceiver].
         *
         * Other machines may be able to connect, which the user is warned of at each browser login. Without the state of the
         * login they cannot complete it. Default: the loopback interface.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var listenAddress: String? by settings::listenAddress

        /**
         * The parameters that a browser login sends in addition to those of the protocol, which are refused here:
         * `login_hint`, `acr_values` or any that the server knows; `prompt` in place of `consent`; `response_mode` is `query`
         * or `form_post`. They are sent to the login route, which may pass them on to the identity provider; at an issuer, a
         * device login sends them too, without `response_mode`. At most 8192 characters. Default none.
         *
         * They apply to the login alone. A stored token is returned and refreshed without regard to the parameters of its
         * login: to require a certain user now, force a new login; for a stronger or newer one, set [requiredAcrValues] and
         * [maxAge].
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var authorizationParameters: Map<String, String> by settings::authorizationParameters

        /**
         * The authentication context classes of which the login must have one, in order of preference, at an issuer of OpenID
         * Connect (Core 1.0 §3.1.2.1). A login whose ID token has another class, or none, is refused, and a stored token of
         * such a login is replaced by a new login. Default: any class will do.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var requiredAcrValues: List<String> by settings::requiredAcrValues

        /**
         * The maximum time since the user logged in, in whole seconds, at an issuer of OpenID Connect (Core 1.0 §3.1.2.1). The
         * time of the login is that of the ID token (`auth_time`). A stored token of an older login, or one without that time,
         * is replaced by a new login. Default: any time will do.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var maxAge: Duration? by settings::maxAge

        /**
         * The scope to request, space-separated. Default: that of the application, in its browser login; for an issuer
         * `openid`, if it supports that. Add `offline_access` for a refresh token, where the issuer issues none without it.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var scope: String? by settings::scope

        /**
         * More scope, space-separated, that the user of a browser login at an issuer is asked to consent to now, and that other
         * configurations use later, so that their logins need not ask again. It is sent to the authorization endpoint in
         * addition to [scope], which alone is requested for the token and is part of its [key]. A server without such a
         * distinction may issue the token with all of it. Device logins leave it out. Default none.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var extraScopeToConsent: String? by settings::extraScopeToConsent

        /**
         * The application name whose cache directory contains the token file. Default `py-oidc-auth`, which is shared with
         * the Python client.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var appName: String by settings::appName

        /**
         * The environment variable that names the token file, in place of that of [appName]; not empty, without `=`. Default
         * `OIDC_TOKEN_FILE`, which all programs share that set no other.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var tokenFileVariable: String by settings::tokenFileVariable

        /** The store to use in place of the token file. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var store: TokenStore? by settings::store

        /** The user interface of a login. Default: the terminal, or the notebook if there is one. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var interaction: UserInteraction? by settings::interaction

        /** True if a user can be asked. Default: detected from the terminal, the notebook and the variables of batch systems. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var interactive: Boolean? by settings::interactive

        /**
         * Requires a terminal at standard error, or a notebook, for asking a user, if neither [interactive] nor the variable
         * `INTERACTIVE_SESSION` decides it. For command line programs, which cron and other schedulers start without a user.
         * Default false: a desktop program has no terminal and asks all the same.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var terminalRequired: Boolean by settings::terminalRequired

        /**
         * Requires that the token of a login can be stored. The store is tested before the user is asked, by taking the lock
         * of the key ([TokenStore.withLock]); if that fails, its [StoreException] is thrown instead. Default false: a token
         * that cannot be stored is used from memory, with a warning.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var storageRequired: Boolean by settings::storageRequired

        /** True if a browser may be opened. The URL is shown in any case. Default true. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var openBrowser: Boolean by settings::openBrowser

        /**
         * True if the remaining time is shown while a login waits, with [UserInteraction.showProgress]. Code, URL and warnings
         * are shown in any case. Default true.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var showProgress: Boolean by settings::showProgress

        /** The opener of the browser, if [openBrowser] allows it. Default: that of the [interaction]. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var browser: BrowserOpener? by settings::browser

        /**
         * The kind of login that a user is asked for by `authenticate`. [DeviceFlow] and [CodeFlow] ignore it. Default
         * [LoginFlow.AUTO]: a device login, or the browser if the server has none for this client.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var flow: LoginFlow by settings::flow

        /** The pages that the browser shows at the end of a login. Default: the library's own pages. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var callbackPages: CallbackPages? by settings::callbackPages

        /** The receiver of the callback of a browser login. Default: a port of this machine, see [redirectUri]. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var codeReceiver: CodeReceiver? by settings::codeReceiver

        /** The listener for new tokens. Default none. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var listener: TokenListener? by settings::listener

        /**
         * The maximum time for the user; more than zero. Default: the lifetime of the device code, or 5 minutes in the
         * browser.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var timeout: Duration? by settings::timeout

        /** The maximum duration of one request; more than zero. Default 30 seconds. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var requestTimeout: Duration by settings::requestTimeout

        /**
         * The HTTP client that sends the requests. Its settings are used unchanged, except that redirects are not followed,
         * and it is never closed. It must not repeat POST requests by itself: a refresh that is sent twice can end the
         * session. For plain http it should use HTTP/1.1 only: Ktor's Java engine requests HTTP/2 there unless
         * `protocolVersion` is set, and some servers then drop the body.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var httpClient: HttpClient? by settings::httpClient

        /**
         * The path of a file of certificate authorities in PEM form (RFC 7468 §5), such as the root of an organization. They
         * are trusted in place of all others, as with `curl --cacert`: not in addition to them. Not together with
         * [httpClient], which has its own trust. Default: the trust store of the JVM if the program set one, else
         * `SSL_CERT_FILE` and `SSL_CERT_DIR`, else what the JVM and the operating system trust.
         *
         * A first element `~` is the home directory. The file is read by the first https request, which throws
         * [InvalidConfigException] when it cannot be used. A flow keeps the certificates that it has read; a flow that is
         * made after the file has changed reads it again. Configurations with different files share no connection.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var caFile: String? by settings::caFile

        /**
         * The URL of the proxy for all addresses, such as `http://proxy.example.com:3128` or `socks5h://127.0.0.1:1080`; a user
         * name and password stand before an `@`. This machine is reached without it. Not together with [httpClient], which has
         * proxies of its own. Default: what the program, the JVM and the environment set (`HTTPS_PROXY` and others, see
         * `docs/networking.md`).
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var proxy: String? by settings::proxy

        internal var insecureHttpAllowed: Boolean by settings::insecureHttpAllowed

        /** @see clientId */
        public fun clientId(id: String): Builder = apply { clientId = id }

        /** @see clientSecret */
        public fun clientSecret(secret: String): Builder = apply { clientSecret = secret }

        /** @see client */
        public fun client(client: ClientConfig): Builder = apply { this.client = client }

        /** @see metadata */
        public fun metadata(metadata: ServerMetadata?): Builder = apply { this.metadata = metadata }

        /** @see audiences */
        public fun audience(vararg names: String): Builder = apply { audiences = names.toList() }

        /** @see resources */
        public fun resource(vararg uris: String): Builder = apply { resources = uris.toList() }

        /** @see account */
        public fun account(name: String): Builder = apply { account = name }

        /** @see loginHint */
        public fun loginHint(hint: String): Builder = apply { loginHint = hint }

        /** @see minTtl */
        public fun minTtl(ttl: JavaDuration): Builder = apply { minTtl = ttl.toKotlinDuration() }

        /** @see loginRoute */
        public fun loginRoute(route: String): Builder = apply { loginRoute = route }

        /** @see tokenRoute */
        public fun tokenRoute(route: String): Builder = apply { tokenRoute = route }

        /** @see deviceRoute */
        public fun deviceRoute(route: String): Builder = apply { deviceRoute = route }

        /** @see redirectUri */
        public fun redirectUri(uri: String): Builder = apply { redirectUri = uri }

        /** @see redirectPorts */
        public fun redirectPorts(vararg ports: Int): Builder = apply { redirectPorts = ports.toList() }

        /** @see redirectHost */
        public fun redirectHost(host: String): Builder = apply { redirectHost = host }

        /** @see redirectPath */
        public fun redirectPath(path: String): Builder = apply { redirectPath = path }

        /** @see listenAddress */
        public fun listenAddress(address: String): Builder = apply { listenAddress = address }

        /** @see authorizationParameters */
        public fun authorizationParameters(parameters: Map<String, String>): Builder =
            apply { authorizationParameters = parameters }

        /** @see requiredAcrValues */
        public fun requiredAcrValues(vararg values: String): Builder = apply { requiredAcrValues = values.toList() }

        /** @see maxAge */
        public fun maxAge(age: JavaDuration): Builder = apply { maxAge = age.toKotlinDuration() }

        /** Sets the scope to request, in one string or in several. @see scope */
        public fun scope(vararg scopes: String): Builder = apply { scope = scopes.joinToString(" ") }

        /** Sets the scope to consent to in addition, in one string or in several. @see extraScopeToConsent */
        public fun extraScopeToConsent(vararg scopes: String): Builder = apply { extraScopeToConsent = scopes.joinToString(" ") }

        /** @see appName */
        public fun appName(name: String): Builder = apply { appName = name }

        /** @see tokenFileVariable */
        public fun tokenFileVariable(name: String): Builder = apply { tokenFileVariable = name }

        /** @see store */
        public fun store(store: TokenStore): Builder = apply { this.store = requireSuspending(store) }

        /** @see interaction */
        public fun interaction(interaction: UserInteraction): Builder = apply { this.interaction = interaction }

        /** @see interactive */
        public fun interactive(interactive: Boolean): Builder = apply { this.interactive = interactive }

        /** @see terminalRequired */
        public fun terminalRequired(required: Boolean): Builder = apply { terminalRequired = required }

        /** @see storageRequired */
        public fun storageRequired(required: Boolean): Builder = apply { storageRequired = required }

        /** @see openBrowser */
        public fun openBrowser(open: Boolean): Builder = apply { openBrowser = open }

        /** @see showProgress */
        public fun showProgress(show: Boolean): Builder = apply { showProgress = show }

        /** @see browser */
        public fun browser(browser: BrowserOpener): Builder = apply { this.browser = browser }

        /** @see flow */
        public fun flow(flow: LoginFlow): Builder = apply { this.flow = flow }

        /** @see callbackPages */
        public fun callbackPages(pages: CallbackPages): Builder = apply { callbackPages = pages }

        /** @see codeReceiver */
        public fun codeReceiver(receiver: CodeReceiver): Builder = apply { codeReceiver = requireSuspending(receiver) }

        /** @see listener */
        public fun listener(listener: TokenListener): Builder = apply { this.listener = listener }

        /** @see timeout */
        public fun timeout(timeout: JavaDuration): Builder = apply { this.timeout = timeout.toKotlinDuration() }

        /** @see requestTimeout */
        public fun requestTimeout(timeout: JavaDuration): Builder = apply { requestTimeout = timeout.toKotlinDuration() }

        /** @see httpClient */
        public fun httpClient(client: HttpClient): Builder = apply { httpClient = client }

        /**
         * Sends all requests by [client], with its connections, proxies, trust and interceptors, and returns this builder. It
         * follows no redirect then and sends no request twice, and is never closed. An interceptor of the program must not
         * repeat a POST.
         */
        public fun httpClient(client: OkHttpClient): Builder = httpClient(OwnHttpClients.of(client))

        /**
         * Sends all requests by [client], with its proxy, trust and authenticator, and returns this builder. It is never closed.
         *
         * @throws IllegalArgumentException if [client] follows redirects: secrets could get to other addresses.
         */
        public fun httpClient(client: JdkHttpClient): Builder = httpClient(OwnHttpClients.of(client.withoutTokens()))

        /** @see caFile */
        public fun caFile(path: String): Builder = apply { caFile = path }

        /** @see proxy */
        public fun proxy(url: String): Builder = apply { proxy = url }

        /**
         * Allows sending tokens unencrypted to a host that is not this machine. Everybody on the way can read and use them. Use
         * it only for test networks. Plain http to this machine does not need it.
         */
        @DelicateOidcAuthApi
        public fun allowInsecureHttp(): Builder = apply { insecureHttpAllowed = true }

        /**
         * Returns the configuration.
         *
         * @throws InvalidHostException if [host] is not the base URL of an application, or not a secure one.
         * @throws InvalidConfigException if another setting cannot work.
         */
        @Throws(AuthException::class)
        public fun build(): Config = Config(this)
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** The Python client's name, so that both use the same token file. */
        public const val DEFAULT_APP_NAME: String = "py-oidc-auth"

        /** The default of [tokenFileVariable]: `OIDC_TOKEN_FILE`. */
        public const val DEFAULT_TOKEN_FILE_VARIABLE: String = BatchAdvice.TOKEN_FILE_VARIABLE

        /** 53100 to 53105, the ports that py-oidc-auth applications have registered at their providers. */
        @JvmField
        public val DEFAULT_REDIRECT_PORTS: List<Int> = LoopbackRedirect.FIXED_PORTS

        /** Returns a builder for [host], the base URL of the application; without a scheme, https is used. */
        @JvmStatic
        public fun builder(host: String): Builder = Builder(ConfigSettings(host))
    }
}

/** Creates a configuration for [host]. @throws InvalidHostException, InvalidConfigException if it cannot work. */
@JvmSynthetic
public fun Config(
    host: String,
    configure: Config.Builder.() -> Unit = {},
): Config = Config.builder(host).apply(configure).build()
