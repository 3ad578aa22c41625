package io.github.oidcauth.internal.requests

import io.github.oidcauth.internal.responses.Challenge
import io.github.oidcauth.internal.tokens.AccessTokenType

/** Reads the reason for which an API refused a token. Pure. */
internal object RefusalReader {
    private const val UNAUTHORIZED = 401
    private const val FORBIDDEN = 403
    private const val ERROR = "error"
    private val TYPES = listOf(AccessTokenType.BEARER, AccessTokenType.DPOP)

    /** Returns true if a response with [statusCode] may refuse a token. */
    fun isCandidate(statusCode: Int): Boolean = statusCode == UNAUTHORIZED || statusCode == FORBIDDEN

    /**
     * Returns the reason, or null if the response with [statusCode] and `WWW-Authenticate` headers [challenges] names none. If
     * several challenges name one, that of the scheme [sentAs] of the token counts. A demand for a nonce is one only if the
     * response [hasNonce].
     */
    fun read(
        statusCode: Int,
        challenges: List<String>,
        sentAs: AccessTokenType,
        hasNonce: Boolean,
    ): Refusal? {
        if (!isCandidate(statusCode)) return null
        val all = Challenge.parse(challenges)
        val ours = all.filter { challenge -> TYPES.any { challenge.isScheme(it.wireName) } }
        val named = ours.filter { it.parameters[ERROR] != null }
        val refusal = named.firstOrNull { it.isScheme(sentAs.wireName) } ?: named.firstOrNull()
        val isUnauthorized = statusCode == UNAUTHORIZED
        return when {
            refusal != null -> of(refusal, isUnauthorized, isProvable = hasNonce && sentAs == AccessTokenType.DPOP)
            isUnauthorized && (all.isEmpty() || ours.isNotEmpty()) -> Refusal.TOKEN
            else -> null
        }
    }

    private fun of(
        challenge: Challenge,
        isUnauthorized: Boolean,
        isProvable: Boolean,
    ): Refusal {
        val isDPoP = challenge.isScheme(AccessTokenType.DPOP.wireName)
        return when (challenge.parameters[ERROR]) {
            "insufficient_user_authentication" -> Refusal.LOGIN
            "insufficient_scope" -> Refusal.SCOPE
            "invalid_token" -> if (isUnauthorized) Refusal.TOKEN else Refusal.OTHER
            "use_dpop_nonce" -> if (isUnauthorized && isProvable && isDPoP) Refusal.NONCE else Refusal.OTHER
            else -> Refusal.OTHER
        }
    }
}
