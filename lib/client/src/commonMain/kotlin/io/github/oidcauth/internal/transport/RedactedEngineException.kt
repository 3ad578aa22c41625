package io.github.oidcauth.internal.transport

/**
 * Replaces an exception of the HTTP engine in the middle of a response. It names the classes of the exception and its causes, and
 * omits their messages: these may contain text of the server, such as an unreadable status line, which may repeat secrets of the
 * request.
 */
internal class RedactedEngineException(
    cause: Throwable,
) : Exception(
        generateSequence(cause) {
            it.cause
        }.take(MAX_CAUSES).joinToString(" < ") { it::class.simpleName ?: "an exception" },
    ) {
    private companion object {
        const val MAX_CAUSES = 8
    }
}
