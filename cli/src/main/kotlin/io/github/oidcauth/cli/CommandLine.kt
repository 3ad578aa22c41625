package io.github.oidcauth.cli

import com.github.ajalt.clikt.core.CliktError
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.core.parse

/** Reads the command line. */
internal object CommandLine {
    sealed interface Outcome {
        /** To be done. */
        class Understood(
            val request: Request,
        ) : Outcome

        /** The help or the version, or what is wrong. */
        class Answered(
            val text: String,
            val exitCode: Int,
        ) : Outcome
    }

    fun read(arguments: List<String>): Outcome {
        val command = Arguments()
        return try {
            command.parse(spreadPorts(arguments))
            Outcome.Understood(command.request)
        } catch (e: UsageError) {
            Outcome.Answered(usageError(command.getFormattedHelp(e).orEmpty()), ExitCode.USAGE)
        } catch (e: CliktError) {
            Outcome.Answered(command.getFormattedHelp(e).orEmpty(), e.statusCode)
        }
    }

    /** What is wrong, and where to read on. */
    fun usageError(message: String): String = message.trimEnd() + "\nTry '${Arguments.NAME} --help'."
}
