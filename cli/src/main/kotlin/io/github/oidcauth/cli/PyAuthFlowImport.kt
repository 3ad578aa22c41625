package io.github.oidcauth.cli

import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenStore
import java.io.PrintStream
import kotlin.time.Clock

/** Takes the tokens of PyAuthFlow into [store]. Its file stays as it is. */
internal class PyAuthFlowImport(
    private val store: TokenStore,
    private val stderr: PrintStream,
    private val clock: Clock = Clock.System,
) {
    private val imported = mutableListOf<String>()
    private var hasFailed = false
    private var hasSession = false

    /** Imports what is in [file]. Returns what was imported; everything else is reported on standard error. */
    suspend fun run(file: String): CommandResult {
        val entries = PyAuthFlowFile(file).entries()
        if (entries.isEmpty()) return CommandResult("No tokens in ${file.onOneLine()}.")
        entries.forEach { entry ->
            when (entry) {
                is PyAuthFlowEntry.Found -> take(entry)
                is PyAuthFlowEntry.Unusable -> report(entry.name, entry.reason, entry.isDamaged)
            }
        }
        if (hasSession) stderr.println("warning: $SHARED")
        return CommandResult(
            imported.joinToString("\n") { "Imported the token for $it" },
            if (hasFailed) ExitCode.FAILURE else ExitCode.SUCCESS,
        )
    }

    private suspend fun take(entry: PyAuthFlowEntry.Found) {
        val name = entry.key.value.onOneLine()
        val token = entry.token(clock.now())
        when {
            token == null -> {
                report(name, "it does not say when it expires, and cannot be refreshed")
            }

            token.staleAt.let { it != null && it <= clock.now() } -> {
                report(name, "it has expired")
            }

            else -> {
                try {
                    val isNew =
                        store.withLock(entry.key) {
                            (store.get(entry.key) == null).also { if (it) store.put(entry.key, token) }
                        }
                    if (!isNew) return report(name, "there is a token for it already")
                    imported += name
                    hasSession = hasSession || token.refreshToken != null
                } catch (e: StoreException) {
                    report(name, "it could not be stored. ${e.message}", isFailure = true)
                }
            }
        }
    }

    private fun report(
        name: String,
        reason: String,
        isFailure: Boolean = false,
    ) {
        stderr.println("Not imported: $name: ${reason.removeSuffix(".")}.")
        hasFailed = hasFailed || isFailure
    }

    private companion object {
        const val SHARED =
            "PyAuthFlow and `${Program.NAME}` now share these sessions. A server that replaces refresh tokens ends a session " +
                "when both refresh it. From now on, use one of them for each; PyAuthFlow's file was not changed."
    }
}
