package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.nullableFlag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.Config
import io.github.oidcauth.cli.LoginFlows
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
        help =
            "auto: with a code on any device, or in the browser if the server has no such login for this client. device or " +
                "browser: only that. browser-first: in the browser if one can be opened here, else as auto. BCP 247 advises " +
                "it on your own machine. Default: auto.",
    ).convert { word -> LoginFlows.find(word) ?: fail(LoginFlows.fault(word)) }

    val noBrowser by option("--no-browser", help = "Open no browser, only show the URL.").flag()

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
    }

    fun applyTo(builder: Config.Builder) {
        loginRoute?.let { builder.loginRoute = it }
        tokenRoute?.let { builder.tokenRoute = it }
        deviceRoute?.let { builder.deviceRoute = it }
        redirectUri?.let { builder.redirectUri = it }
        if (ports.isNotEmpty()) builder.redirectPorts = ports.flatten().distinct()
        timeout?.let { builder.timeout = it }
        builder.interactive = interactive
        // A user who starts a command without a terminal does not see its questions.
        builder.terminalRequired = true
    }

    private fun portOf(text: String): Int? = text.toIntOrNull()?.takeIf { it in 0..MAX_PORT }

    private companion object {
        const val MAX_PORT = 65_535
    }
}
