// Tested by HelpTextTest.
package io.github.oidcauth.cli.framework

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.context
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.options.GeneralOptions
import io.github.oidcauth.cli.options.ScreenOptions

/**
 * A command of the program, such as `token`: its options and arguments, its help, and its execution. The parser reads the
 * command line; the program then calls [execute].
 */
internal abstract class Command(
    name: String,
) : CoreCliktCommand(name) {
    /** The options that all commands have. */
    val general by GeneralOptions()

    /** The options for standard error, which all commands have. */
    val screen by ScreenOptions()

    /** The heading that the command is listed under. */
    abstract val section: Section

    /** One line for the list of commands: imperative, at most 58 characters. */
    abstract val summary: String

    /** Plain paragraphs, separated by empty lines. */
    open val description: String get() = ""

    /** The arguments as users write them, for the usage; null for their names. */
    open val form: String? get() = null

    open val examples: List<Example> get() = emptyList()

    /** True if a login of this command may open a browser. Valid after parsing. */
    open val opensBrowser: Boolean get() = false

    /** The words before a message that says why the command failed. */
    open val failureTitle: String get() = "Error"

    /** Checks the [arguments] of this command before they are parsed. @throws com.github.ajalt.clikt.core.UsageError */
    open fun checkArguments(arguments: List<String>) {}

    init {
        context { localization = ParserMessages }
    }

    override fun help(context: Context): String = summary

    /** Does nothing: the parser does not suspend. */
    final override fun run() {}

    /**
     * Executes the command after parsing, and returns the text for standard output. Throws [io.github.oidcauth.AuthException],
     * `UsageError` and [CommandFailure]; [Failures] maps them to a message and an exit code.
     */
    abstract suspend fun execute(context: CommandContext): CommandResult
}
