package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.multiple
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.grants.TokenAccess
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.cli.options.hostArgument
import io.github.oidcauth.cli.running.ChildEnvironment
import io.github.oidcauth.cli.running.ChildProgram
import io.github.oidcauth.cli.running.ProcessSignals
import io.github.oidcauth.cli.running.RunWithToken
import io.github.oidcauth.cli.running.Signals

/** Runs a program with a token. */
internal class RunCommand(
    private val signals: Signals = ProcessSignals,
) : Command("run") {
    override val section = Section.LOGIN
    override val summary = "Run a program that gets the token of HOST"
    override val form = "HOST -- COMMAND..."
    override val description =
        "The program has the access token in OIDC_ACCESS_TOKEN, and in the file that BEARER_TOKEN_FILE names, which is kept " +
            "fresh while it runs. It has this terminal, its standard streams and its signals, and its exit code is that of " +
            "this command: 127 if there is no such program, 126 if it is not executable.\n\nThe file is in a directory of " +
            "yours alone, and is removed at the end. If a refresh fails, the program goes on, and a warning is shown."
    override val examples =
        listOf(
            Example("oidc-auth run https://myapp.example.com -- python analysis.py", "Run a program that reads the token"),
            Example(
                "oidc-auth run https://myapp.example.com --env API_TOKEN -- terraform apply",
                "Give it the token in a variable of another name",
            ),
        )

    private val host by hostArgument()
    private val words by argument("COMMAND", help = "The program and its arguments, behind --.").multiple(required = true)
    private val names by option(
        "--env",
        metavar = "NAME",
        help = "The variable for the token; may be repeated. Default: ${ChildEnvironment.DEFAULT_NAME}.",
    ).convert { if (ChildEnvironment.isName(it)) it else fail("'${it.onOneLine()}' is not the name of a variable.") }.multiple()
    private val client by ClientOptions()
    private val grant by GrantOptions()
    private val login by LoginOptions()

    override val opensBrowser: Boolean get() = !login.noBrowser
    override val failureTitle = "Authentication failed"

    override fun checkArguments(arguments: List<String>) {
        val isHelp = arguments.any { it == "--help" || it == "-h" }
        if ("--" !in arguments && !isHelp) throw UsageError(NO_SEPARATOR)
        behindSeparator = arguments.size - arguments.indexOf("--") - 1
    }

    private var behindSeparator = 0

    override suspend fun execute(context: CommandContext): CommandResult {
        if (behindSeparator != words.size) throw UsageError("HOST stands before --, and the program behind it: $FORM")
        val started = TokenAccess(context, host, client, login, grant).start()
        val environment = ChildEnvironment(names.ifEmpty { listOf(ChildEnvironment.DEFAULT_NAME) })
        val program = ChildProgram(words, signals)
        val running = RunWithToken(context.process.environment, program, environment) { context.interaction.warn(it) }
        return CommandResult("", running.run(started))
    }

    private companion object {
        const val FORM = "oidc-auth run HOST [OPTIONS] -- PROGRAM [ARGUMENTS]"
        const val NO_SEPARATOR = "Write -- before the program, so that its options are its own: $FORM"
    }
}
