package io.github.oidcauth.cli

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.core.context
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.versionOption
import io.github.oidcauth.Config
import kotlin.time.Duration.Companion.seconds

/** The grammar of the command line. Parsing leaves the [request]. */
internal class Arguments : CoreCliktCommand(NAME) {
    lateinit var request: Request
        private set

    private val words by argument(
        "[token] HOST",
        help = "Base URL of the application, for example https://myapp.example.com. Without a scheme, https is meant. " +
            "A host that is named token is written https://token.",
    ).multiple()

    private val login by LoginOptions()
    private val management by ManagementOptions()

    private val json by option("--json", help = "Print the whole token as JSON instead of a summary.").flag()
    private val verbose by option("-v", "--verbose", help = "Say on standard error what happens.").flag()

    init {
        versionOption(Version.TEXT, message = { "$NAME $it" })
        context {
            // "@name" is a host that was mistyped, not a file to read arguments from.
            readArgumentFile = null
            localization = HelpTexts
        }
    }

    override fun help(context: Context): String = HelpTexts.INTRODUCTION

    override fun helpEpilog(context: Context): String = HelpTexts.EPILOG

    override fun run() {
        request = Request(management.action(words) ?: login(), login.appName, verbose)
    }

    private fun login(): Request.Login {
        val bare = words.firstOrNull() == TOKEN && words.size != 1
        val hosts = if (bare) words.drop(1) else words
        if (words == listOf(TOKEN)) {
            throw UsageError("`$NAME token` needs a HOST. (If the host is named token, write https://token.)")
        }
        val host = hosts.firstOrNull() ?: throw UsageError("HOST is required for authentication.")
        if (hosts.size > 1) throw UsageError("There is more than one HOST: ${hosts.joinToString(" ")}.")
        if (bare && json) throw UsageError("`$NAME token` prints the bare token, so it does not go with --json.")
        val output =
            when {
                bare -> Request.Output.BARE
                json -> Request.Output.JSON
                else -> Request.Output.SUMMARY
            }
        return Request.Login(host, login.force, !login.noBrowser, output, login::applyTo)
    }

    companion object {
        const val NAME: String = "oidc-auth"
        const val TOKEN: String = "token"
    }
}

private class LoginOptions : OptionGroup("Authentication") {
    private val loginRoute by option(
        "-l",
        "--login-route",
        metavar = "PATH",
        help = "Path of the browser login, below HOST (default: /auth/v2/login).",
    )
    private val tokenRoute by option(
        "-t",
        "--token-route",
        metavar = "PATH",
        help = "Path of the token exchange, below HOST (default: /auth/v2/token).",
    )
    private val deviceRoute by option(
        "-d",
        "--device-route",
        metavar = "PATH",
        help = "Path of the device login, below HOST (default: /auth/v2/device).",
    )
    private val ports by option(
        "-p",
        "--ports",
        metavar = "PORT...",
        help = "Ports to try for the browser to come back to: 53100 53101, or 53100,53101. 0 is any free port. " +
            "(default: 53100 to 53105)",
    ).convert("PORT") { text -> text.split(',').map { portOf(it) ?: fail("'$it' is not a port: ports go from 0 to $MAX_PORT") } }
        .multiple()
    val force by option("--force", help = "Log in anew even if there is a stored token.").flag()
    private val timeout by option(
        "--timeout",
        metavar = "SECONDS",
        help = "How long you may take to log in (default: as long as the device code lives, or 300 in the browser).",
    ).convert("SECONDS") { text ->
        text.toIntOrNull()?.takeIf { it > 0 } ?: fail("'$text' is not a whole number of seconds, 1 or more")
    }
    val noBrowser by option("--no-browser", help = "Open no browser, only show the URL.").flag()
    val appName by option(
        "--app-name",
        metavar = "NAME",
        help = "Whose cache directory the tokens are kept in (default: ${Config.DEFAULT_APP_NAME}).",
    ).default(Config.DEFAULT_APP_NAME)

    fun applyTo(builder: Config.Builder) {
        loginRoute?.let { builder.loginRoute = it }
        tokenRoute?.let { builder.tokenRoute = it }
        deviceRoute?.let { builder.deviceRoute = it }
        if (ports.isNotEmpty()) builder.redirectPorts = ports.flatten().distinct()
        timeout?.let { builder.timeout = it.seconds }
    }

    private fun portOf(text: String): Int? = text.toIntOrNull()?.takeIf { it in 0..MAX_PORT }

    private companion object {
        const val MAX_PORT = 65_535
    }
}

private class ManagementOptions : OptionGroup("Stored tokens") {
    private val list by option("--list", help = "List the hosts with a stored token.").flag()
    private val clear by option("--clear", help = "Remove all stored tokens.").flag()
    private val remove by option("--remove", metavar = "HOST", help = "Remove the stored token of HOST.")

    /** What is to be done instead of logging in, or null. */
    fun action(words: List<String>): Request.Action? {
        val chosen =
            listOfNotNull(
                "--list".takeIf { list },
                "--clear".takeIf { clear },
                "--remove".takeIf { remove != null },
            )
        if (chosen.size > 1) throw UsageError("${chosen.joinToString(" and ")} do not go together.")
        val option = chosen.firstOrNull() ?: return null
        // Who writes `--clear HOST` would lose the tokens of all hosts.
        if (words.isNotEmpty()) throw UsageError("$option takes no further HOST. To remove one token: ${Arguments.NAME} --remove HOST.")
        return remove?.let { Request.RemoveToken(it) } ?: if (list) Request.ListTokens else Request.ClearTokens
    }
}
