package io.github.oidcauth.internal.callback

/**
 * The minimum for a `state` that a caller chooses. The state ties a response to its request: whoever guesses it can have the
 * response of another login accepted (RFC 6749 §10.10, §10.12). Pure.
 */
internal object StateRule {
    /** 128 bits in base64url, which is what RFC 6749 §10.10 requires. */
    const val MIN_LENGTH: Int = 22

    /** Fewer different characters occur in no random text of [MIN_LENGTH], not even in one of decimal digits. */
    private const val MIN_DISTINCT = 5

    /** Returns why [state] cannot be used, without its text, or null if it can. */
    fun fault(state: String): String? =
        when {
            state.length < MIN_LENGTH || state.toSet().size < MIN_DISTINCT -> {
                "A state ties the response to its request, so nobody may guess it: it needs at least $MIN_LENGTH characters, " +
                    "and $MIN_DISTINCT different ones. Add a random part, such as a UUID, or leave it out for a random one."
            }

            // RFC 6749 appendix A.5.
            state.any { it !in ' '..'~' } -> {
                "A state has printable ASCII characters only. Encode others, in base64url for example."
            }

            else -> {
                null
            }
        }
}
