// Tested by BuilderSettingsTest and ConfigTest.
package io.github.oidcauth

import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.addresses.KeyText
import io.github.oidcauth.internal.addresses.pathFault
import io.github.oidcauth.internal.callback.AuthorizationParameters
import io.github.oidcauth.internal.callback.RequiredLoginRule
import io.github.oidcauth.internal.loopback.ListenAddress
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.internal.servers.PyOidcAuthRoutes
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.text.toUnchangeableList
import io.github.oidcauth.internal.transport.CaFileRule
import io.github.oidcauth.internal.transport.proxy.ProxyRule
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import io.ktor.client.HttpClient
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * All settings of a [Config] with their defaults; the properties of [Config.Builder] document them. Each builder changes its
 * own instance. A [Config] keeps a copy that does not change, and its equality and [Config.newBuilder] use that copy.
 *
 * A new setting needs a property here, in [Config] and in [Config.Builder]. [toString] shows no setting, because some are
 * secret.
 */
internal data class ConfigSettings(
    val host: String,
    var clientId: String? = null,
    var clientSecret: String? = null,
    var client: ClientConfig? = null,
    var metadata: ServerMetadata? = null,
    var audiences: List<String> = emptyList(),
    var resources: List<String> = emptyList(),
    var account: String? = null,
    var loginHint: String? = null,
    var minTtl: Duration = Token.EXPIRY_LEEWAY,
    var loginRoute: String = PyOidcAuthRoutes.LOGIN,
    var tokenRoute: String = PyOidcAuthRoutes.TOKEN,
    var deviceRoute: String = PyOidcAuthRoutes.DEVICE,
    var redirectUri: String? = null,
    var redirectPorts: List<Int>? = null,
    var redirectHost: String? = null,
    var redirectPath: String? = null,
    var listenAddress: String? = null,
    var authorizationParameters: Map<String, String> = emptyMap(),
    var requiredAcrValues: List<String> = emptyList(),
    var maxAge: Duration? = null,
    var scope: String? = null,
    var extraScopeToConsent: String? = null,
    var appName: String = Config.DEFAULT_APP_NAME,
    var tokenFileVariable: String = Config.DEFAULT_TOKEN_FILE_VARIABLE,
    var store: TokenStore? = null,
    var interaction: UserInteraction? = null,
    var interactive: Boolean? = null,
    var terminalRequired: Boolean = false,
    var storageRequired: Boolean = false,
    var openBrowser: Boolean = true,
    var showProgress: Boolean = true,
    var browser: BrowserOpener? = null,
    var flow: LoginFlow = LoginFlow.AUTO,
    var callbackPages: CallbackPages? = null,
    var codeReceiver: CodeReceiver? = null,
    var listener: TokenListener? = null,
    var timeout: Duration? = null,
    var requestTimeout: Duration = 30.seconds,
    var httpClient: HttpClient? = null,
    var caFile: String? = null,
    var proxy: String? = null,
    var insecureHttpAllowed: Boolean = false,
) {
    /**
     * Returns the issuer to log in to, or null when [host] is an application with py-oidc-auth.
     *
     * @throws InvalidConfigException when the settings of the client contradict each other, or a setting needs a client and
     * there is none.
     */
    fun issuerTarget(): IssuerTarget? {
        val registered = registeredClient()
        if (registered != null) {
            return IssuerTarget.of(host, registered, metadata, requestOptions(), extraOptions().scope, accountName())
        }
        val issuerSetting =
            when {
                clientSecret != null -> "client secret"
                metadata != null -> "server metadata"
                audiences.isNotEmpty() -> "audience"
                resources.isNotEmpty() -> "resource"
                extraOptions().scope != null -> "extra scope to consent to"
                requiredAcrValues.isNotEmpty() -> "required acr value"
                maxAge != null -> "maximum age of the login"
                else -> return null
            }
        throw InvalidConfigException("The $issuerSetting is for an issuer, and a client id is missing for that.")
    }

    /**
     * Returns [host] as the base URL of an application.
     *
     * @throws InvalidHostException when it is not a base URL, or not a secure one.
     */
    fun applicationUrl(): BaseUrl = BaseUrl.parse(host).also { it.requireSecure(insecureHttpAllowed) }

    /**
     * Returns the address that the browser is redirected to: as set, else the default of [issuer], or of an application if
     * that is null.
     *
     * @throws InvalidConfigException when a part of it cannot work, or two settings contradict each other.
     */
    fun loopbackRedirect(issuer: IssuerTarget?): LoopbackRedirect {
        val address = listenAddress?.let(ListenAddress::parse)
        if (address != null && codeReceiver != null) {
            throw InvalidConfigException(
                "The code receiver receives the redirect itself. Leave listenAddress out, or the codeReceiver.",
            )
        }
        return redirectOf(issuer).receivedAt(address)
    }

    private fun redirectOf(issuer: IssuerTarget?): LoopbackRedirect {
        val default = if (issuer == null) LoopbackRedirect.FIXED else issuer.client.quirks.redirect
        val uri = redirectUri?.trim() ?: return default.with(redirectPorts, redirectHost, redirectPath)
        val part =
            when {
                redirectPorts != null -> "redirectPorts"
                redirectHost != null -> "redirectHost"
                redirectPath != null -> "redirectPath"
                else -> null
            }
        if (part != null) {
            throw InvalidConfigException(
                "The redirect URI is set as a whole and by $part. Set redirectUri for one URI, or redirectPorts, redirectHost " +
                    "and redirectPath where several ports may be tried.",
            )
        }
        if (codeReceiver != null) {
            throw InvalidConfigException(
                "The redirect URI is that of the code receiver. Leave redirectUri out, or the codeReceiver.",
            )
        }
        return LoopbackRedirect.parse(uri)
    }

    /**
     * Returns a copy in which equal settings are written in the same way, with [server] as its host and the parts of
     * [redirect].
     *
     * @throws InvalidConfigException when a setting cannot work.
     * @throws IllegalArgumentException when [minTtl] is negative.
     */
    fun normalize(
        server: String,
        redirect: LoopbackRedirect,
    ): ConfigSettings {
        require(!minTtl.isNegative()) { "The minTtl is not negative." }
        RequiredLoginRule.validate(requiredAcrValues, maxAge, scope, authorizationParameters)
        return copy(
            host = server,
            audiences = audiences.toUnchangeableList(),
            resources = resources.toUnchangeableList(),
            loginRoute = normalizeRoute("login route", loginRoute),
            tokenRoute = normalizeRoute("token route", tokenRoute),
            deviceRoute = normalizeRoute("device route", deviceRoute),
            redirectUri = redirectUri?.trim(),
            redirectPorts = redirectPorts?.let { redirect.ports },
            redirectHost = redirectHost?.let { redirect.host },
            redirectPath = redirectPath?.let { redirect.path },
            listenAddress = redirect.listen?.toString(),
            account = accountName(),
            loginHint = loginHint?.also(::requireHint),
            authorizationParameters = AuthorizationParameters.validate(authorizationParameters),
            requiredAcrValues = requiredAcrValues.toUnchangeableList(),
            maxAge = maxAge?.inWholeSeconds?.seconds,
            scope = scope?.takeIf { it.isNotBlank() },
            extraScopeToConsent = extraScopeToConsent?.takeIf { it.isNotBlank() },
            tokenFileVariable = tokenFileVariable.also(::requireVariable),
            timeout = timeout?.also { requirePositive("timeout", it) },
            requestTimeout = requestTimeout.also { requirePositive("request timeout", it) },
            caFile = caFile?.let { CaFileRule.validate(it, httpClient) },
            proxy = proxy?.let { ProxyRule.validate(it, httpClient) },
        )
    }

    /** Returns the account in one spelling. @throws InvalidConfigException when it is not the name of one. */
    private fun accountName(): String? = account?.let(KeyText::normalizeAccount)

    override fun toString(): String = "ConfigSettings($REDACTED)"

    private fun registeredClient(): ClientConfig? {
        val given = client ?: return clientId?.let(::clientOf)
        if (clientSecret != null || (clientId ?: given.clientId) != given.clientId) {
            throw InvalidConfigException(
                "The client has its id and secret already. Set them there, or leave the client out and set them here.",
            )
        }
        if (caFile != null && caFile != given.caFile) {
            throw InvalidConfigException("The client has settings of its own for TLS. Set the caFile of its ClientConfig.")
        }
        if (proxy != null && proxy != given.proxy) {
            throw InvalidConfigException("The client has a proxy of its own, or none. Set the proxy of its ClientConfig.")
        }
        return given
    }

    @OptIn(DelicateOidcAuthApi::class)
    private fun clientOf(id: String): ClientConfig {
        val settings = this
        return ClientConfig(id) {
            clientSecret = settings.clientSecret
            requestTimeout = settings.requestTimeout
            httpClient = settings.httpClient
            caFile = settings.caFile
            proxy = settings.proxy
            if (settings.insecureHttpAllowed) allowInsecureHttp()
        }
    }

    private fun requestOptions(): RequestOptions {
        val settings = this
        return validOptions {
            settings.scope?.let { scope(it) }
            settings.audiences.forEach { audience(it) }
            settings.resources.forEach { resource(it) }
        }
    }

    private fun extraOptions(): RequestOptions {
        val settings = this
        return validOptions { settings.extraScopeToConsent?.let { scope(it) } }
    }

    private companion object {
        fun validOptions(configure: RequestOptions.Builder.() -> Unit): RequestOptions =
            try {
                RequestOptions(configure)
            } catch (e: IllegalArgumentException) {
                throw InvalidConfigException(e.message.orEmpty())
            }

        fun normalizeRoute(
            name: String,
            route: String,
        ): String {
            val fault =
                if (route.isBlank()) "is empty. It is a path below the host, such as /auth/v2/login." else pathFault(route)
            if (fault != null) throw InvalidConfigException("The $name $fault")
            return "/" + route.trim('/')
        }

        fun requireVariable(name: String) {
            // What a process may not have in its environment (POSIX.1, XBD 8.1).
            if (name.isBlank() || name.any { it == '=' || it == '\u0000' }) {
                throw InvalidConfigException(
                    "The tokenFileVariable is not the name of an environment variable, such as " +
                        "${Config.DEFAULT_TOKEN_FILE_VARIABLE}.",
                )
            }
        }

        fun requireHint(hint: String) {
            if (hint.isBlank()) throw InvalidConfigException("The login hint is empty. Leave it out, or name the user.")
            AuthorizationParameters.validate(mapOf(AuthorizationParameters.LOGIN_HINT to hint))
        }

        fun requirePositive(
            name: String,
            duration: Duration,
        ) {
            if (!duration.isPositive()) throw InvalidConfigException("The $name is $duration; it must be more than zero.")
        }
    }
}
