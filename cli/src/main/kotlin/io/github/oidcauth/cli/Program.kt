// Tested by LoginTest and OutputTest.
package io.github.oidcauth.cli

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.framework.CommandLine
import io.github.oidcauth.cli.framework.Failures
import io.github.oidcauth.cli.settings.SettingsSources
import java.io.IOException

/** One run of the command, from the arguments to the exit code. */
internal class Program(
    private val process: ProcessContext,
) {
    private val stderr get() = process.stderr

    /** Returns the exit code. Throws nothing but cancellation and programming errors. */
    suspend fun run(arguments: List<String>): Int =
        process.events?.record { exitCode(arguments) } ?: exitCode(arguments)

    private suspend fun exitCode(arguments: List<String>): Int =
        try {
            when (val outcome = CommandLine(SettingsSources(process.environment)::of).read(arguments)) {
                is CommandLine.Outcome.Parsed -> perform(outcome.command)
                is CommandLine.Outcome.Done -> print(outcome.text)
                is CommandLine.Outcome.Invalid -> printUsageError(outcome.text)
            }
        } catch (e: CommandFailure) {
            stderr.println("Error: ${e.message}")
            e.exitCode
        }

    private fun printUsageError(text: String): Int {
        stderr.println(text)
        return ExitCode.USAGE
    }

    private suspend fun perform(command: Command): Int =
        try {
            val context = CommandContext(process, command)
            context.log.debug { "$NAME ${Version.TEXT}, Java ${System.getProperty("java.version")}" }
            printResult(command.execute(context))
        } catch (e: UsageError) {
            printUsageError(CommandLine.usageError(e.message.orEmpty(), command))
        } catch (e: InvalidConfigException) {
            printUsageError(CommandLine.usageError(e.message, command))
        } catch (e: AuthException) {
            process.events?.failed(e)
            stderr.println("${command.failureTitle}: ${e.message}")
            if (command.general.verbose) stderr.println(RedactedStackTrace.of(e))
            Failures.exitCodeOf(e)
        }

    private fun printResult(result: CommandResult): Int {
        val printed = if (result.text.isEmpty()) ExitCode.SUCCESS else print(result.text)
        return maxOf(printed, result.exitCode)
    }

    private fun print(result: String): Int =
        try {
            Results.write(result, process.stdout)
            ExitCode.SUCCESS
        } catch (e: IOException) {
            Results.exitCode(e, stderr)
        }

    companion object {
        /** The name of the program. */
        const val NAME: String = "oidc-auth"
    }
}
