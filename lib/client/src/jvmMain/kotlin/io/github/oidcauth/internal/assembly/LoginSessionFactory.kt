package io.github.oidcauth.internal.assembly

import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.Config
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.NotebookInteraction
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.TerminalInteraction
import io.github.oidcauth.TokenStore
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.internal.acquisition.LoginSession
import io.github.oidcauth.internal.acquisition.RefreshFlights
import io.github.oidcauth.internal.acquisition.TokenAcquirer
import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.browser.Browser
import io.github.oidcauth.internal.concurrent.InteractionThreads
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.Interactivity
import io.github.oidcauth.internal.environment.NotebookProbe
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.environment.TerminalProbe
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.interaction.PromptWaitOptions
import io.github.oidcauth.internal.interaction.TokenEvents
import io.github.oidcauth.internal.interaction.UserPresence
import io.github.oidcauth.internal.interaction.WarnOnce
import io.github.oidcauth.internal.login.CodeLogin
import io.github.oidcauth.internal.login.DeviceLogin
import io.github.oidcauth.internal.login.LoopbackLogin
import io.github.oidcauth.internal.login.ReceiverLogin
import io.github.oidcauth.internal.loopback.CallbackListeners
import io.github.oidcauth.internal.loopback.DefaultResultPages
import io.github.oidcauth.internal.loopback.LoginResultPages
import io.github.oidcauth.internal.loopback.LoopbackListeners
import io.github.oidcauth.internal.loopback.TemplateResultPages
import io.github.oidcauth.internal.servers.IssuerServer
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.internal.servers.LoginServer
import io.github.oidcauth.internal.servers.PyOidcAuthRoutes
import io.github.oidcauth.internal.servers.PyOidcAuthServer
import io.github.oidcauth.internal.tokenstore.InFlightWrites
import io.github.oidcauth.internal.tokenstore.PendingWrites
import io.github.oidcauth.internal.transport.FaultFinder
import io.github.oidcauth.internal.transport.JvmContentCodings
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.okhttp.TlsSettings
import io.ktor.client.HttpClient
import kotlinx.coroutines.CoroutineDispatcher
import kotlin.time.Clock
import kotlin.time.TimeSource

/** Creates login sessions for configurations, with the services of this machine. The only class that knows all parts. */
internal class LoginSessionFactory(
    private val environment: Environment = ProcessEnvironment,
    private val clock: Clock = Clock.System,
    private val timeSource: TimeSource = TimeSource.Monotonic,
    /** The dispatcher for calls that wait for a user. Stores and requests have other threads. */
    private val dispatcher: CoroutineDispatcher = InteractionThreads.dispatcher,
    private val listeners: (LoginResultPages) -> CallbackListeners = { LoopbackListeners(dispatcher, it) },
    private val faults: FaultFinder = JvmFaultFinder,
    private val hasTerminal: () -> Boolean = { TerminalProbe.ofProcess.stderr },
    private val notebook: NotebookProbe = NotebookProbe(environment),
    private val httpClients: HttpClients = HttpClients.of(environment),
) {
    private val clients = Clients(environment, clock, timeSource, faults = faults, httpClients = httpClients)

    fun session(
        config: Config,
        prompts: Prompts,
        pendingWrites: PendingWrites = PendingWrites(),
        flights: RefreshFlights = RefreshFlights(),
        inFlightWrites: InFlightWrites = InFlightWrites(),
        warnOnce: WarnOnce = WarnOnce(),
    ): LoginSession {
        val interaction = config.interaction ?: defaultInteraction()
        val channel = InteractionChannel(interaction, dispatcher, timeSource, config.browser?.let(::urlOpener))
        val server = config.application?.let { application(config, it) } ?: issuer(config, checkNotNull(config.issuer))
        val store = config.store ?: defaultStore(config, interaction)
        val warn: suspend (String) -> Unit = { message -> channel.call { warn(message) } }
        val acquirer =
            TokenAcquirer(
                config.key,
                store,
                server,
                clock,
                config.minTtl,
                prompts,
                Prompts.StoreKey(identityOf(store), config.key),
                userPresence(config, interaction, store),
                TokenEvents(config.key, config.listener, dispatcher, warn),
                warn,
                pendingWrites,
                flights,
                inFlightWrites,
                warnOnce,
                config.storageRequired,
                PromptWaitOptions(timeSource, config.timeout) { message -> channel.call { showWaiting(message) } },
            )
        val device = DeviceLogin(server, channel, clock, timeSource, config.timeout)
        return LoginSession(acquirer, device, codeLogin(config, server, channel), config.flow, { hasBrowser(config) }, warn)
    }

    /** Returns whether the login page can be opened: by a receiver or browser of the program, or by a browser on this machine. */
    private fun hasBrowser(config: Config): Boolean =
        config.codeReceiver != null || config.browser != null || Browser.isAvailable(environment)

    private fun application(
        config: Config,
        baseUrl: BaseUrl,
    ): LoginServer =
        PyOidcAuthServer(
            baseUrl,
            PyOidcAuthRoutes(config.loginRoute, config.tokenRoute, config.deviceRoute),
            config.scope,
            lazy { Transport(httpClient(config), faults, config.requestTimeout, timeSource, clock, JvmContentCodings) },
            clock,
            config.insecureHttpAllowed,
            config.authorizationParameters,
        )

    private fun httpClient(config: Config): HttpClient = config.httpClient ?: httpClients.of(TlsSettings(config.caFile))

    private fun issuer(
        config: Config,
        target: IssuerTarget,
    ): LoginServer = IssuerServer(target, config.authorizationParameters, timeSource, clients::connect)

    private fun codeLogin(
        config: Config,
        server: LoginServer,
        channel: InteractionChannel,
    ): CodeLogin {
        val receiver = config.codeReceiver
        val redirectUri = config.validateReceiverRedirect
        if (receiver != null && redirectUri != null) {
            return ReceiverLogin(server, receiver, redirectUri, channel, config.timeout)
        }
        val standard = DefaultResultPages(hasTerminal = hasTerminal())
        val pages = config.callbackPages?.let { TemplateResultPages(it, standard) } ?: standard
        return LoopbackLogin(server, listeners(pages), channel, config.redirect, config.timeout)
    }

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

    /** Returns the default store, which reports events of the file to the user. */
    private fun defaultStore(
        config: Config,
        interaction: UserInteraction,
    ): TokenStore {
        val notices = if (config.interaction == null) StoreNotices.LOG else StoreNotices { interaction.warn(it) }
        return defaultStore(environment, config.appName, notices)
    }

    private fun defaultInteraction(): UserInteraction =
        if (notebook.isNotebook) NotebookInteraction() else TerminalInteraction()

    private fun userPresence(
        config: Config,
        interaction: UserInteraction,
        store: TokenStore,
    ): UserPresence =
        UserPresence {
            val interactivity =
                Interactivity.decide(
                    config.interactive,
                    environment,
                    hasTerminal(),
                    notebook.isNotebook,
                    config.terminalRequired,
                )
            interactivity.warning?.let { interaction.warn(it) }
            if (!interactivity.isInteractive) {
                throw InteractionRequiredException(batchAdvice(config, store, environment).text(interactivity.reason))
            }
        }
}
