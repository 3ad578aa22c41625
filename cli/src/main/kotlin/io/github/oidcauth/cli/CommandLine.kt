package io.github.oidcauth.cli

import com.github.ajalt.clikt.core.CliktError
import com.github.ajalt.clikt.core.PrintHelpMessage
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.core.parse

/** Reads the command line. */
internal object CommandLine {
    sealed interface Outcome {
        /** To be done. */
        class Parsed(
            val request: Request,
        ) : Outcome

        /** The help or the version. */
        class Done(
            val text: String,
        ) : Outcome

        /** What is wrong, and how to do it right. */
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
            // Nothing but the version is left.
            Outcome.Done(e.message.orEmpty())
        }
    }

    fun usageError(message: String): String = "Error: $message\n${Help.USAGE}"
}
