// Tested by LoginParametersTest.
package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.completion.CompletionCandidates
import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.nullableFlag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.Config
import io.github.oidcauth.cli.LoginFlows
import io.github.oidcauth.cli.onOneLine
import kotlin.time.Duration.Companion.seconds

/** The options for a login by a user. */
internal class LoginOptions : OptionGroup("For the login") {
    val force by option("--force", help = "Log in again even if there is a stored token.").flag()

    private val timeout by option(
        "--timeout",
        metavar = "TIME",
        help =
            "The time that you have to log in: seconds, or such as 90s, 5m. Default: as long as the device code lives, or 5m " +
                "in the browser.",
    ).duration(min = 1.seconds)

    val flow by option(
        "--flow",
        metavar = "FLOW",
        completionCandidates = CompletionCandidates.Fixed(LoginFlows.WORDS),
        help =
            "auto: with a code on any device, or in the browser if the server has no such login for this client. device or " +
                "browser: only that. browser-first: in the browser if one can be opened here, else as auto. BCP 247 advises " +
                "it on your own machine. Default: auto.",
    ).convert { word -> LoginFlows.find(word) ?: fail(LoginFlows.fault(word)) }

    private val browser by option(
        "--browser",
        metavar = "COMMAND",
        help =
            "The program that opens the page, with its arguments, such as `firefox --private-window`; none for no browser. " +
                "Default: the one that BROWSER names, or that of the system.",
    )

    private val withoutBrowser by option("--no-browser", help = "Open no browser, only show the URL.").flag()

    /** True if no browser may be opened. */
    val noBrowser: Boolean get() = withoutBrowser || browser == NO_BROWSER

    /** True: the page is always shown as a QR code. False: never. Null: where it fits. */
    val qr by option(
        "--qr",
        help = "Show the page as a QR code for a phone, or never. Default: where it fits and a phone can open the page.",
    ).nullableFlag("--no-qr")

    private val interactive by option(
        "--interactive",
        help = "Let you log in, or never. Default: where standard error is a terminal, or in a notebook.",
    ).nullableFlag("--non-interactive")

    private val ports by option(
        "-p",
        "--ports",
        metavar = "PORT...",
        help =
            "Ports for the browser to come back to, in order: 53100 53101, or 53100,53101. 0 is any free port. " +
                "Default: 53100 to 53105; at an issuer 0.",
    ).convert { text -> text.split(',').map { portOf(it) ?: fail("'$it' is not a port: ports go from 0 to $MAX_PORT.") } }
        .multiple()

    private val redirectUri by option(
        "--redirect-uri",
        metavar = "URI",
        help =
            "The whole address for the browser to come back to, as registered. Port 0 is any free port. Default at an " +
                "issuer: http://127.0.0.1:0/callback.",
    )

    private val listen by option(
        "--listen",
        metavar = "ADDRESS",
        help =
            "In a container: the IP address, with or without a port, that the browser's redirect arrives at, such as " +
                "0.0.0.0:53100 with `-p 127.0.0.1:53100:53100`. Other machines may reach it. Default: this machine alone.",
    )

    private val pairs by option(
        "--param",
        metavar = "NAME=VALUE",
        help =
            "A parameter of the server's own for the login, or with --grant for the token request; may be repeated. Such as " +
                "prompt=login, access_type=offline or kc_idp_hint=github. No secrets: other users see arguments.",
    ).convert { text ->
        val name = text.substringBefore('=')
        if (name.isEmpty() || '=' !in text) fail("'${text.onOneLine()}' is not NAME=VALUE, such as prompt=login.")
        name to text.substringAfter('=')
    }.multiple()

    private val acrValues by option(
        "--acr",
        metavar = "VALUE",
        help =
            "At an issuer: require a login of this authentication context class; may be repeated, and one of them is enough. " +
                "The ID token must say so, also that of a stored token.",
    ).multiple()

    private val maxAge by option(
        "--max-age",
        metavar = "TIME",
        help =
            "At an issuer: require a login at most so long ago, by the ID token: seconds, or such as 90s, 5m, 1h. An older one " +
                "is repeated.",
    ).duration()

    private val loginRoute by option(
        "-l",
        "--login-route",
        metavar = "PATH",
        help = "Browser login, below HOST. Default: /auth/v2/login",
    )
    private val tokenRoute by option(
        "-t",
        "--token-route",
        metavar = "PATH",
        help = "Token exchange, below HOST. Default: /auth/v2/token",
    )
    private val deviceRoute by option(
        "-d",
        "--device-route",
        metavar = "PATH",
        help = "Device login, below HOST. Default: /auth/v2/device",
    )

    override fun postValidate(context: Context) {
        super.postValidate(context)
        if (redirectUri != null && ports.isNotEmpty()) {
            throw UsageError("--redirect-uri has a port, and cannot be combined with --ports.")
        }
        val twice = pairs.groupBy { it.first }.values.firstOrNull { it.size > 1 }?.first()?.first
        if (twice != null) throw UsageError("--param ${twice.onOneLine()} is there more than once.")
    }

    /** The parameters of the server's own. */
    val parameters: Map<String, String> get() = pairs.toMap()

    /** @throws UsageError if an option is for the login of a user, and there is none. */
    fun requireNoUser() {
        val used =
            listOf(
                "--acr" to acrValues.isNotEmpty(),
                "--max-age" to (maxAge != null),
                "--listen" to (listen != null),
                "--flow" to (flow != null),
                "--ports" to ports.isNotEmpty(),
                "--redirect-uri" to (redirectUri != null),
                "--login-route" to (loginRoute != null),
                "--token-route" to (tokenRoute != null),
                "--device-route" to (deviceRoute != null),
                "--timeout" to (timeout != null),
            )
        val first = used.firstOrNull { it.second }?.first ?: return
        throw UsageError("$first is for the login of a user, and cannot be combined with --grant.")
    }

    fun applyTo(builder: Config.Builder) {
        loginRoute?.let { builder.loginRoute = it }
        tokenRoute?.let { builder.tokenRoute = it }
        deviceRoute?.let { builder.deviceRoute = it }
        redirectUri?.let { builder.redirectUri = it }
        if (ports.isNotEmpty()) builder.redirectPorts = ports.flatten().distinct()
        timeout?.let { builder.timeout = it }
        listen?.let { builder.listenAddress = it }
        browser?.takeUnless { noBrowser }?.let { builder.browser = BrowserOpener.command(*words(it)) }
        if (pairs.isNotEmpty()) builder.authorizationParameters = parameters
        builder.requiredAcrValues = acrValues
        builder.maxAge = maxAge
        builder.interactive = interactive
        // A user who starts a command without a terminal does not see its questions.
        builder.terminalRequired = true
    }

    private fun words(command: String) = command.trim().split(BLANKS).toTypedArray()

    private fun portOf(text: String): Int? = text.toIntOrNull()?.takeIf { it in 0..MAX_PORT }

    private companion object {
        const val MAX_PORT = 65_535
        const val NO_BROWSER = "none"
        val BLANKS = Regex("\\s+")
    }
}
