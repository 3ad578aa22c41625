package io.github.oidcauth.internal.protocol

import io.github.oidcauth.Token
import io.github.oidcauth.UntrustedAnswerException
import kotlinx.serialization.json.JsonObject
import kotlin.time.Instant

/** Judges the answers of a token endpoint (RFC 6749 §5), whatever the grant. Pure. */
internal object TokenAnswer {
    /**
     * The token in an answer with [statusCode], [contentType] and [body], received at [receivedAt].
     *
     * `access_token` must be there, and a `token_type` that is one of the [types] in any case, or there is no knowing how to present the
     * token. The rest may be. Numbers may be written as strings. What a provider does against the specification beyond that is
     * in its [deviations].
     *
     * @throws io.github.oidcauth.OAuthException with the server's error, [io.github.oidcauth.HttpException] when it names none.
     * @throws UntrustedAnswerException when this is not a token. None of the [secrets] that our request had in it is in any of them.
     */
    fun judge(
        statusCode: Int,
        contentType: String?,
        body: String,
        receivedAt: Instant,
        secrets: Collection<String>,
        types: Set<AccessTokenType> = setOf(AccessTokenType.BEARER),
        deviations: AnswerDeviations = AnswerDeviations.STANDARD,
    ): Token {
        val text = deviations.json(contentType, body)
        val answer = JsonAnswer.decode(statusCode, text, secrets, Addressee.AUTHORIZATION_SERVER)
        val grant = nestedGrant(answer, deviations.nestedUnder) ?: answer
        return TokenJson.read(
            grant,
            tokenType = type(grant, types, deviations).wireName,
            scope = scope(grant, deviations.scopeSeparator),
            expiresAt = end(receivedAt, lifetime(grant, receivedAt)),
            refreshExpiresAt = if (grant.hasRefreshToken()) end(receivedAt, refreshLifetime(grant)) else null,
            extra = if (grant === answer) emptyMap() else answer - deviations.nestedUnder.orEmpty(),
        )
    }

    private fun nestedGrant(
        answer: JsonObject,
        name: String?,
    ): JsonObject? = (name?.let { answer[it] } as? JsonObject)?.takeIf { it.string("access_token") != null }

    private fun type(
        grant: JsonObject,
        types: Set<AccessTokenType>,
        deviations: AnswerDeviations,
    ): AccessTokenType {
        val said = grant.text("token_type").orEmpty()
        val type =
            when {
                said.isEmpty() && deviations.bearerUnlessSaid -> AccessTokenType.BEARER
                said.isEmpty() -> throw UntrustedAnswerException("The token answer has no token_type.")
                said in deviations.bearerNames -> AccessTokenType.BEARER
                else -> AccessTokenType.find(said)
            }
        return type?.takeIf { it in types }
            ?: throw UntrustedAnswerException(
                "The token answer has another token_type than ${types.joinToString(" or ") {
                    it.wireName
                }}, so the token is not used.",
            )
    }

    /** RFC 6749 §3.3, each scope once, with one space between two. */
    private fun scope(
        grant: JsonObject,
        separator: Char,
    ): String? {
        val scopes = grant.text("scope").orEmpty().split(' ', separator).filter { it.isNotEmpty() }
        if (scopes.any { scope -> scope.any { it !in '!'..'~' } }) {
            throw UntrustedAnswerException("The scope of the token answer has characters that no scope has.")
        }
        return scopes.distinct().joinToString(" ").ifEmpty { null }
    }

    /** Facebook said `expires` instead. By the same name others mean a time, in seconds since 1970, which no lifetime comes near. */
    private fun lifetime(
        grant: JsonObject,
        receivedAt: Instant,
    ): Long? =
        grant.seconds("expires_in")
            ?: grant.seconds("expires")?.let { if (it < ANY_LIFETIME) it else it - receivedAt.epochSeconds }

    /** Keycloak's name, and that of GitHub and Entra. */
    private fun refreshLifetime(grant: JsonObject): Long? =
        grant.seconds("refresh_expires_in") ?: grant.seconds("refresh_token_expires_in")

    /**
     * What would have ended on arrival has no known end: servers say zero, or less, of what has none, such as Keycloak of offline
     * tokens.
     */
    private fun end(
        receivedAt: Instant,
        lifetime: Long?,
    ): Instant? = lifetime?.takeIf { it > 0 }?.let { TokenJson.end(receivedAt, it) }

    /** More than thirty years, in seconds. */
    private const val ANY_LIFETIME = 1_000_000_000L
}
