// Tested by UsageTest.
package io.github.oidcauth.cli

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
import com.github.ajalt.clikt.parameters.options.nullableFlag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.versionOption
import io.github.oidcauth.Config
import kotlin.time.Duration.Companion.seconds

/** The grammar of the command line. Parsing leaves the [request]. [Help] contains the help. */
internal class Arguments : CoreCliktCommand(NAME) {
    lateinit var request: Request
        private set

    private val words by argument("HOST").multiple()

    private val login by LoginOptions()
    private val issuer by IssuerOptions()
    private val logout by LogoutOptions()
    private val management by ManagementOptions()

    private val store by option("--store")
    private val to by option("--to")
    private val json by option("--json").flag()
    private val verbose by option("-v", "--verbose").flag()
    private val caFile by option("--ca-file")

    init {
        versionOption(Version.TEXT, message = { "$NAME $it" })
        context {
            // "@name" is a mistyped host, not a file to read arguments from.
            readArgumentFile = null
        }
    }

    override fun run() {
        val action = management.action(words)?.also { logout.requireUnused() } ?: action()
        if (caFile?.isBlank() == true) throw UsageError("--ca-file needs a FILE: the certificate authorities to trust.")
        request = Request(action, store, login.appName, verbose, caFile)
    }

    private fun action(): Request.Action {
        val command = words.firstOrNull()?.let(CommandName::find)
        val hosts = if (command == null) words else words.drop(1)
        if (command == null) words.firstOrNull()?.let(UnknownCommand::errorFor)?.let { throw UsageError(it) }
        if (command != CommandName.LOGOUT) logout.requireUnused()
        if (command != CommandName.MOVE && to != null) throw UsageError("--to is only for `$NAME move`.")
        val hasTooManyHosts = hosts.size > 1 && command != CommandName.EXPORT && command != CommandName.IMPORT
        if (hasTooManyHosts) throw UsageError("There is more than one HOST: ${hosts.joinToString(" ")}.")
        val host = hosts.firstOrNull()
        if (command?.needsHost == true && host == null) throw needsHost(command)
        return when (command) {
            CommandName.EXPORT -> export(hosts)

            null, CommandName.LOGIN, CommandName.TOKEN -> login(
                host ?: throw UsageError("HOST is required for authentication."),
                command,
            )

            CommandName.LIST -> withoutHost(command, host) { Request.DescribeTokens(json) }

            CommandName.INTROSPECT -> Request.Introspect(target(host.orEmpty()))

            CommandName.REVOKE -> Request.Revoke(target(host.orEmpty()))

            CommandName.LOGOUT -> logout(host)

            CommandName.MOVE -> withoutHost(command, host) { move() }

            CommandName.IMPORT -> import(hosts)

            CommandName.ROTATE_KEY -> withoutHost(command, host) { Request.RotateKey }
        }
    }

    private fun withoutHost(
        command: CommandName,
        host: String?,
        action: () -> Request.Action,
    ): Request.Action {
        if (host != null) throw UsageError("`$NAME ${command.word}` takes no HOST.")
        return action()
    }

    private fun move(): Request.Action =
        Request.MoveTokens(
            to ?: throw UsageError("`$NAME move` needs --to ADDRESS. (If the host is named move, write https://move.)"),
        )

    private fun export(words: List<String>): Request.Action {
        val (host, file) =
            words.takeIf { it.size == 2 && it[1].isNotBlank() }
                ?: throw UsageError(
                    "`$NAME export` needs a HOST and a FILE. (If the host is named export, write https://export.)",
                )
        // The other options treat - as a standard stream, and a file of that name is not meant.
        if (file == "-") {
            throw UsageError("`$NAME export` writes to a FILE, not to standard output. (If the file is named -, write ./-.)")
        }
        return Request.Export(target(host), file)
    }

    private fun import(words: List<String>): Request.Action {
        if (words.firstOrNull() != PYAUTHFLOW || words.size > 2 || words.getOrNull(1)?.isBlank() == true) {
            throw UsageError("Write `$NAME import $PYAUTHFLOW`, or `$NAME import $PYAUTHFLOW FILE`. $IF_A_HOST")
        }
        return Request.ImportPyAuthFlow(words.getOrNull(1) ?: PyAuthFlowFile.DEFAULT)
    }

    private fun needsHost(command: CommandName) =
        UsageError("`$NAME ${command.word}` needs a HOST. (If the host is named ${command.word}, write https://${command.word}.)")

    private fun logout(host: String?): Request.Action {
        if (logout.all) {
            if (host != null) throw UsageError("--all takes no HOST.")
            return Request.LogoutOfAll(logout.options)
        }
        if (host == null) {
            throw UsageError("`$NAME logout` needs a HOST, or --all. (If the host is named logout, write https://logout.)")
        }
        return Request.Logout(target(host), logout.options)
    }

    private fun target(host: String): Request.Target {
        val secretFile = issuer.secretFile()
        val hasClient = issuer.clientId != null
        val isClientMissing = issuer.isSpecific && !hasClient
        if (isClientMissing) {
            throw UsageError("--scope selects one of a client's tokens, and needs --client-id.")
        }
        return Request.Target(host, hasClient, issuer.isSpecific, secretFile, issuer::applyTo)
    }

    private fun login(
        host: String,
        command: CommandName?,
    ): Request.Login {
        login.requireOneRedirect()
        val isBare = command == CommandName.TOKEN
        if (isBare && json) throw UsageError("`$NAME token` prints the bare token and cannot be combined with --json.")
        val output =
            when {
                isBare -> Request.Output.BARE
                json -> Request.Output.JSON
                else -> Request.Output.SUMMARY
            }
        return Request.Login(host, login.force, !login.noBrowser, login.flow, output, issuer.secretFile()) {
            login.applyTo(this)
            issuer.applyTo(this)
        }
    }

    companion object {
        const val NAME: String = "oidc-auth"

        private const val PYAUTHFLOW = "pyauthflow"
        private const val IF_A_HOST = "(If the host is named import, write https://import.)"
    }
}

private class LoginOptions : OptionGroup() {
    private val loginRoute by option("-l", "--login-route")
    private val tokenRoute by option("-t", "--token-route")
    private val deviceRoute by option("-d", "--device-route")
    private val ports by option("-p", "--ports")
        .convert { text -> text.split(',').map { portOf(it) ?: fail("'$it' is not a port: ports go from 0 to $MAX_PORT.") } }
        .multiple()
    private val redirectUri by option("--redirect-uri")
    val force by option("--force").flag()
    private val timeout by option("--timeout")
        .convert { text -> text.toIntOrNull()?.takeIf { it > 0 } ?: fail("'$text' is not a whole number of seconds, 1 or more.") }
    val noBrowser by option("--no-browser").flag()
    private val interactive by option("--interactive").nullableFlag("--non-interactive")
    val flow by option("--flow").convert { word -> LoginFlows.find(word) ?: fail(LoginFlows.fault(word)) }
    val appName by option("--app-name").default(Config.DEFAULT_APP_NAME)

    /** @throws UsageError if two options name the address that the browser comes back to. */
    fun requireOneRedirect() {
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
        timeout?.let { builder.timeout = it.seconds }
        builder.interactive = interactive
        // A user who starts a command without a terminal does not see its questions.
        builder.terminalRequired = true
    }

    private fun portOf(text: String): Int? = text.toIntOrNull()?.takeIf { it in 0..MAX_PORT }

    private companion object {
        const val MAX_PORT = 65_535
    }
}

private class ManagementOptions : OptionGroup() {
    private val list by option("--list").flag()
    private val clear by option("--clear").flag()
    private val remove by option("--remove")

    /** Returns the action to do instead of logging in, or null. */
    fun action(words: List<String>): Request.Action? {
        val chosen =
            listOfNotNull(
                "--list".takeIf { list },
                "--clear".takeIf { clear },
                "--remove".takeIf { remove != null },
            )
        if (chosen.size > 1) throw UsageError("${chosen.joinToString(" and ")} cannot be combined.")
        val option = chosen.firstOrNull() ?: return null
        // A user who writes `--clear HOST` would lose the tokens of all hosts.
        if (words.isNotEmpty()) {
            throw UsageError(
                "$option takes no further HOST. To remove one token: ${Arguments.NAME} --remove HOST.",
            )
        }
        return remove?.let { Request.RemoveToken(it) } ?: if (list) Request.ListTokens else Request.ClearTokens
    }
}
