package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import com.github.ajalt.clikt.parameters.options.required
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.StoreChoice
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.grants.TokenAccess
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.options.hostArgument
import io.github.oidcauth.cli.running.FileContent
import io.github.oidcauth.cli.running.KeepFile
import io.github.oidcauth.cli.running.ProcessSignals
import io.github.oidcauth.cli.running.SharedTokenFile
import io.github.oidcauth.cli.running.Signals
import java.io.IOException

/** Keeps a fresh token in a file. */
internal class KeepCommand(
    private val signals: Signals = ProcessSignals,
) : Command("keep") {
    override val section = Section.LOGIN
    override val summary = "Keep a fresh token of HOST in a file"
    override val description =
        "One process refreshes the token for many readers. Each write replaces the file as a whole; nobody but you, and with " +
            "--mode 640 your group, can read it. The token is replaced when a fifth of its lifetime is left. While the " +
            "server cannot be reached, the attempt is repeated.\n\nNo login is started: if one is needed, a " +
            "warning says so while the token is valid; when it has expired, the file is removed and the exit code is 4. " +
            "SIGTERM ends it with 0, as systemd expects. The file then stays, unless --remove-at-end is given."
    override val examples =
        listOf(
            Example("oidc-auth keep https://myapp.example.com --file ~/.token", "Keep a token for other programs"),
            Example("oidc-auth keep https://myapp.example.com --file ~/.token --once", "Write it once, as from cron"),
        )

    private val host by hostArgument()
    private val file by option("--file", metavar = "FILE", help = "The file for the token.").required()
    private val once by option("--once", help = "Write the token once, and end.").flag()
    private val remove by option("--remove-at-end", help = "Remove the file at the end.").flag()
    private val mode by option(
        "--mode",
        metavar = "MODE",
        help = "The rights of the file: 600, or 640 for your group. Default: 600.",
    ).convert { SharedTokenFile.rightsOf(it) ?: fail("'${it.onOneLine()}' is neither 600 nor 640.") }
        .default(SharedTokenFile.OWNER_ONLY)
    private val content by option(
        "--format",
        metavar = "FORMAT",
        help =
            "The content of the file: token, id-token, header (the line for curl -H @FILE) or json (without the refresh " +
                "token). Default: token.",
    ).convert { FileContent.find(it) ?: fail("'${it.onOneLine()}' is none of ${FileContent.WORDS}.") }
        .default(FileContent.ACCESS_TOKEN)
    private val client by ClientOptions()
    private val grant by GrantOptions()
    private val login by LoginOptions()

    override val failureTitle = "Authentication failed"

    override suspend fun execute(context: CommandContext): CommandResult {
        if (once && remove) throw UsageError("--once and --remove-at-end cannot be combined: nothing would be left.")
        val path = StoreChoice.pathOf(file, "--file")
        val keeping = KeepFile(SharedTokenFile(path, mode), content, signals, { context.interaction.warn(it) })
        val source = TokenAccess(context, host, client, login, grant).unattended()
        try {
            if (once) keeping.once(source) else keeping.run(source, remove)
        } catch (e: IOException) {
            throw CommandFailure("${file.onOneLine()} cannot be written (${e.javaClass.simpleName}). Choose another --file.")
        }
        return CommandResult("")
    }
}
