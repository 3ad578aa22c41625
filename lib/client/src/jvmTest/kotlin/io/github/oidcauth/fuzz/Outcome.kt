package io.github.oidcauth.fuzz

import io.github.oidcauth.AuthException

/** The outcome of one input. */
internal sealed interface Outcome {
    data object Accepted : Outcome

    data object Refused : Outcome

    /** A fault that must not happen. */
    class Finding(
        val cause: Throwable,
    ) : Outcome {
        /** Equal for two findings that are likely the same. */
        val kind: String get() = "${cause::class} ${cause.stackTrace.firstOrNull {
            OURS in it.className && FUZZ !in it.className
        }}"
    }

    companion object {
        private const val OURS = "io.github.oidcauth"
        private const val FUZZ = "io.github.oidcauth.fuzz"
        private const val MOST_ALLOCATED = 600L shl 20
        private const val MOST_MESSAGE = 8_192

        /** Lets [target] read [input], on this thread. */
        suspend fun of(
            target: FuzzTarget,
            input: ByteArray,
        ): Outcome {
            val before = Allocation.ofThisThread()
            val outcome = read(target, input)
            val allocated = Allocation.ofThisThread() - before
            if (outcome is Finding || allocated <= MOST_ALLOCATED) return outcome
            return Finding(AssertionError("An input of ${input.size} bytes took $allocated bytes of memory."))
        }

        @Suppress("TooGenericExceptionCaught")
        private suspend fun read(
            target: FuzzTarget,
            input: ByteArray,
        ): Outcome =
            try {
                target.feed(input)
                Accepted
            } catch (e: AuthException) {
                fault(e)?.let { Finding(AssertionError(it, e)) } ?: Refused
            } catch (e: Throwable) {
                // Errors too: a stack that overflows is a way to end somebody else's program.
                if (target.documented.any { it.isInstance(e) }) Refused else Finding(e)
            }

        /** People read messages in terminals and logs. */
        private fun fault(e: AuthException): String? {
            val message = e.message.orEmpty()
            return when {
                message.isBlank() -> "The exception says nothing."
                message.length > MOST_MESSAGE -> "The message has ${message.length} characters."
                message.any { it.isISOControl() && it != '\n' } -> "The message has control characters in it."
                message.encodeToByteArray().decodeToString() != message -> "The message has halves of characters in it."
                e.toString().isEmpty() -> "The exception prints nothing."
                else -> null
            }
        }
    }
}
