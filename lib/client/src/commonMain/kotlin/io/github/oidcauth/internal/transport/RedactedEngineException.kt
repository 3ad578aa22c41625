package io.github.oidcauth.internal.transport

/**
 * Stands for what an engine threw in the middle of a response. It names the classes of that and leaves the words out: they may be
 * the server's, such as a status line that cannot be read, and echo what we sent.
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
