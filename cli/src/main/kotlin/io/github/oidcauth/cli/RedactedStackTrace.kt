package io.github.oidcauth.cli

import io.github.oidcauth.AuthException
import java.io.IOException

/**
 * A stack trace without secrets. The messages of the library contain none, nor do those of files and sockets. Others may
 * quote their input, for example those of a JSON parser, so they are left out.
 */
internal object RedactedStackTrace {
    fun of(fault: Throwable): String =
        generateSequence(fault) { it.cause }
            .take(MAX_CAUSES)
            .joinToString(System.lineSeparator()) { cause ->
                val prefix = if (cause === fault) "" else "Caused by: "
                (listOf(prefix + title(cause)) + cause.stackTrace.map { "    at $it" }).joinToString(System.lineSeparator())
            }

    private fun title(fault: Throwable): String =
        fault.javaClass.name + if (fault is AuthException || fault is IOException) ": ${fault.message}" else ""

    /** A chain of causes may contain a cycle. */
    private const val MAX_CAUSES = 10
}
