package io.github.oidcauth.internal.requests

import io.github.oidcauth.internal.responses.Challenge

/** Reads the reason for which an API refused a token. Pure. */
internal object RefusalReader {
    private const val UNAUTHORIZED = 401
    private const val FORBIDDEN = 403
    private val SCHEMES = listOf("Bearer", "DPoP")

    /** Returns the reason, or null when the response with [statusCode] and `WWW-Authenticate` headers [challenges] names none. */
    fun read(
        statusCode: Int,
        challenges: List<String>,
    ): Refusal? {
        if (statusCode != UNAUTHORIZED && statusCode != FORBIDDEN) return null
        val all = Challenge.parse(challenges)
        val errors = all.filter { challenge -> SCHEMES.any(challenge::isScheme) }.map { it.parameters["error"] }
        return when {
            "use_dpop_nonce" in errors -> Refusal.NONCE
            "insufficient_user_authentication" in errors -> Refusal.LOGIN
            "insufficient_scope" in errors -> Refusal.SCOPE
            statusCode == UNAUTHORIZED && isAboutToken(all, errors) -> Refusal.TOKEN
            else -> null
        }
    }

    private fun isAboutToken(
        all: List<Challenge>,
        errors: List<String?>,
    ) = all.isEmpty() || "invalid_token" in errors || null in errors
}
