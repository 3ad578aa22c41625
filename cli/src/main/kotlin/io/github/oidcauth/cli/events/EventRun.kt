package io.github.oidcauth.cli.events

import io.github.oidcauth.AuthException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Version
import kotlinx.coroutines.CancellationException
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.put
import java.io.PrintStream

/** The events of one run: the first and the last one, and those of tokens. Thread-safe. */
internal class EventRun(
    out: PrintStream,
    val events: EventStream = EventStream(out),
) {
    private val texts = EventMessages(events)

    /** The stream for all texts of the command, which become events. */
    val messages: PrintStream get() = texts

    @Volatile
    private var failure: AuthException? = null

    /** Runs [action], which returns the exit code, between the first and the last event. */
    suspend fun record(action: suspend () -> Int): Int {
        events.emit("start") {
            put("schema", EventStream.SCHEMA_VERSION)
            put("version", Version.TEXT)
        }
        return try {
            action().also(::end)
        } catch (e: CancellationException) {
            end(ExitCode.INTERRUPTED)
            throw e
        }
    }

    /** Keeps [exception] for the last event. */
    fun failed(exception: AuthException) {
        failure = exception
    }

    /** Reports that there is a token for [key]. No secret of it is shown. */
    fun token(
        key: TokenKey,
        token: Token,
        source: String,
    ): Unit =
        events.emit("token") {
            put("key", key.toString())
            put("source", source)
            token.expiresAt?.let { put("expires_at", it.toString()) }
            token.scope?.let { put("scope", it) }
        }

    /** Writes the last event. */
    fun end(exitCode: Int) {
        if (exitCode == ExitCode.SUCCESS) {
            events.emit("done", isLast = true) { put("exit_code", exitCode) }
        } else {
            events.emit("error", isLast = true) { error(exitCode) }
        }
    }

    private fun JsonObjectBuilder.error(exitCode: Int) {
        val name = ErrorName.of(exitCode)
        val text = texts.error.orEmpty()
        put("code", name.word)
        put("exit_code", exitCode)
        put("message", text.substringBefore(USAGE).ifEmpty { DEFAULT.takeIf { exitCode != ExitCode.INTERRUPTED } ?: STOPPED })
        val hint = if (USAGE in text) text.substringAfter(USAGE).substringAfterLast('\n') else name.hint
        hint?.let { put("hint", it) }
        failure?.statusCode?.let { put("status", it) }
        (failure as? OAuthException)?.let { oauth ->
            put("oauth_error", oauth.error)
            oauth.errorDescription?.let { put("oauth_error_description", it) }
        }
    }

    private companion object {
        const val USAGE = "\nUsage: "
        const val DEFAULT = "The command failed."
        const val STOPPED = "The command was interrupted."
    }
}
