package io.github.oidcauth.cli

import com.github.ajalt.clikt.core.CliktError
import com.github.ajalt.clikt.core.PrintHelpMessage
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.core.parse

/** Reads the command line. */
internal object CommandLine {
    sealed interface Outcome {
        /** A request to execute. */
        class Parsed(
            val request: Request,
        ) : Outcome

        /** The text of the help or the version. */
        class Done(
            val text: String,
        ) : Outcome

        /** The error in the command line, and how to correct it. */
        class Invalid(
            val text: String,
        ) : Outcome
    }

    fun read(arguments: List<String>): Outcome {
        val command = Arguments()
        return try {
            command.parse(expandPorts(arguments))
            Outcome.Parsed(command.request)
        } catch (e: UsageError) {
            Outcome.Invalid(usageError(e.formatMessage(ParserMessages, ParserMessages)))
        } catch (_: PrintHelpMessage) {
            Outcome.Done(Help.TEXT)
        } catch (e: CliktError) {
            // The only remaining case is the version.
            Outcome.Done(e.message.orEmpty())
        }
    }

    fun usageError(message: String): String = "Error: $message\n${Help.USAGE}"
}
