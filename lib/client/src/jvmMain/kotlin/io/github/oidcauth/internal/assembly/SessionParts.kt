// Tested by LoginSessionFactoryTest.
package io.github.oidcauth.internal.assembly

import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.Config
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.NotebookInteraction
import io.github.oidcauth.TerminalInteraction
import io.github.oidcauth.TokenStore
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.internal.acquisition.LoginDemand
import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.acquisition.StoredTokenFinder
import io.github.oidcauth.internal.acquisition.TokenRenewal
import io.github.oidcauth.internal.acquisition.UserLogin
import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.browser.Browser
import io.github.oidcauth.internal.callback.AuthorizationParameters.LOGIN_HINT
import io.github.oidcauth.internal.environment.Interactivity
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.interaction.PromptWaitOptions
import io.github.oidcauth.internal.interaction.TokenEvents
import io.github.oidcauth.internal.interaction.UserPresence
import io.github.oidcauth.internal.login.CodeLogin
import io.github.oidcauth.internal.login.DeviceLogin
import io.github.oidcauth.internal.login.LoopbackLogin
import io.github.oidcauth.internal.login.ReceiverLogin
import io.github.oidcauth.internal.loopback.DefaultResultPages
import io.github.oidcauth.internal.loopback.TemplateResultPages
import io.github.oidcauth.internal.servers.AccountRule
import io.github.oidcauth.internal.servers.AccountServer
import io.github.oidcauth.internal.servers.IssuerServer
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.internal.servers.LoginServer
import io.github.oidcauth.internal.servers.PyOidcAuthRoutes
import io.github.oidcauth.internal.servers.PyOidcAuthServer
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import io.github.oidcauth.internal.transport.JvmContentCodings
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.okhttp.ConnectionSettings
import io.ktor.client.HttpClient

/**
 * The parts of a session of [config] in addition to its [store]: the interaction with the user, the server and the logins. They
 * are created when the store has no usable token.
 */
internal class SessionParts(
    private val config: Config,
    private val store: TokenStore,
    private val shared: SharedState,
    private val tools: LoginTools,
    /** The login that an API demands, or null for the one that the [config] requires, if any. */
    demand: LoginDemand? = null,
) {
    private val demand = demand ?: config.requiredLogin
    private val interaction = config.interaction ?: defaultInteraction()
    private val channel =
        InteractionChannel(
            interaction,
            tools.dispatcher,
            tools.timeSource,
            config.browser?.let(::urlOpener),
            config.showProgress,
        )
    private val server = ofAccount(config.application?.let(::application) ?: issuer(checkNotNull(config.issuer)))

    /** Warns the user. */
    suspend fun warn(message: String): Unit = channel.call { warn(message) }

    /** Creates the part that gets a token when the store has no usable one. */
    fun renewal(stored: StoredTokenFinder): TokenRenewal =
        TokenRenewal(
            stored,
            server,
            tools.clock,
            shared,
            UserPresence(::requireUser),
            TokenEvents(config.key, config.listener ?: config.issuer?.client?.listener, tools.dispatcher, ::warn),
            ::warn,
            config.storageRequired,
            PromptWaitOptions(tools.timeSource, config.timeout) { message -> channel.call { showWaiting(message) } },
            config.requiredLogin,
        )

    /** Creates the part that runs the logins. */
    fun userLogin(): UserLogin =
        UserLogin(
            DeviceLogin(server, channel, tools.clock, tools.timeSource, config.timeout),
            codeLogin(),
            flow(),
            ::hasBrowser,
            ::warn,
        )

    /**
     * Returns the kind of login. A device login may be unable to send the demand of an API to the server, and a login at an
     * application with py-oidc-auth never can.
     */
    private fun flow(): LoginFlow =
        when {
            demand == null || config.flow != LoginFlow.AUTO -> config.flow
            config.issuer == null -> LoginFlow.BROWSER
            else -> LoginFlow.BROWSER_FIRST
        }

    private fun defaultInteraction(): UserInteraction =
        if (tools.notebook.isNotebook) NotebookInteraction() else TerminalInteraction()

    private fun application(baseUrl: BaseUrl): LoginServer =
        PyOidcAuthServer(
            baseUrl,
            PyOidcAuthRoutes(config.loginRoute, config.tokenRoute, config.deviceRoute),
            config.scope,
            lazy { transport() },
            tools.clock,
            config.insecureHttpAllowed,
            config.authorizationParameters + demand?.parameters.orEmpty(),
            config.loginHint ?: config.account,
        )

    /** Returns [server] with the check that its tokens are those of the configured account, if there is one. */
    private fun ofAccount(server: LoginServer): LoginServer {
        val account = config.account ?: return server
        val names = setOfNotNull(LOGIN_HINT, config.issuer?.client?.quirks?.authorization?.nameOf(LOGIN_HINT))
        val hint = names.firstNotNullOfOrNull(config.authorizationParameters::get) ?: config.loginHint
        val isLabel = hint != null && !hint.equals(account, ignoreCase = '@' in account)
        val written = WriteBehindStore(store, shared.pendingWrites, tools.clock, ::warn)
        return AccountServer(server, AccountRule(account, isLabel)) { written.get(config.key) }
    }

    private fun transport(): Transport {
        val httpClient = config.httpClient ?: tools.httpClients.of(ConnectionSettings(config.caFile, proxy = config.proxy))
        return Transport(httpClient, tools.faults, config.requestTimeout, tools.timeSource, tools.clock, JvmContentCodings)
    }

    private fun issuer(target: IssuerTarget): LoginServer =
        IssuerServer(
            target,
            config.authorizationParameters,
            tools.timeSource,
            demand?.parameters.orEmpty(),
            { config.requiredLogin?.acceptKnown(it, tools.clock.now()) ?: it },
            config.loginHint ?: config.account,
            tools.clients::connect,
        )

    private fun codeLogin(): CodeLogin {
        val receiver = config.codeReceiver
        val redirectUri = config.receiverRedirect
        if (receiver != null && redirectUri != null) {
            return ReceiverLogin(server, receiver, redirectUri, channel, config.timeout)
        }
        val standard = DefaultResultPages(hasTerminal = tools.hasTerminal())
        val pages = config.callbackPages?.let { TemplateResultPages(it, standard) } ?: standard
        return LoopbackLogin(server, tools.listeners(pages), channel, config.redirect, config.timeout)
    }

    /** Returns whether the login page can be opened: by a receiver or browser of the program, or by a browser on this machine. */
    private fun hasBrowser(): Boolean =
        config.codeReceiver != null || config.browser != null || Browser.isAvailable(tools.environment)

    /** Returns a function that passes a shell-safe URL to [browser], because the server chooses the page. */
    private fun urlOpener(browser: BrowserOpener): (String) -> Boolean =
        { url -> WebAddress.parse(url)?.let { tryOpen(browser, it.shellSafeUrl) } ?: false }

    private fun tryOpen(
        browser: BrowserOpener,
        url: String,
    ): Boolean =
        try {
            browser.open(url)
        } catch (_: Exception) {
            // The program's browser failed; the user has already been shown the page.
            false
        }

    private fun requireUser() {
        val interactivity =
            Interactivity.decide(
                config.interactive,
                tools.environment,
                tools.hasTerminal(),
                tools.notebook.isNotebook,
                config.terminalRequired,
            )
        interactivity.warning?.let { interaction.warn(it) }
        if (!interactivity.isInteractive) {
            throw InteractionRequiredException(batchAdvice(config, store, tools.environment).text(interactivity.reason))
        }
    }
}
