package io.github.oidcauth.internal.responses

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.tokens.AccessTokenType
import io.github.oidcauth.internal.tokens.TokenJson
import io.github.oidcauth.internal.tokens.TokenMembers
import io.github.oidcauth.internal.tokens.text
import io.github.oidcauth.oauth2.TokenResponseSettings
import kotlinx.serialization.json.JsonObject
import kotlin.time.Instant

/** Validates the responses of a token endpoint (RFC 6749 §5), whatever the grant. Pure. */
internal object TokenResponseReader {
    /**
     * The response with [statusCode], [contentType] and [body], received at [receivedAt]. Nothing of it has been refused yet.
     *
     * For a token `access_token` must be there, and a `token_type` that is one of the [types] in any case, or there is no knowing
     * how to present the token; what else of `token_type` is allowed say the [settings]. The rest may be, and counts as absent
     * when it cannot be used. What a provider does against the specification beyond that is in its [quirks].
     *
     * @throws io.github.oidcauth.OAuthException with the server's error, [io.github.oidcauth.HttpException] when it names none.
     * @throws InvalidResponseException when this is no JSON object. None of the [secrets] that our request had in it is in any of
     * them.
     */
    fun read(
        statusCode: Int,
        contentType: String?,
        body: String,
        receivedAt: Instant,
        secrets: Collection<String>,
        types: Set<AccessTokenType> = setOf(AccessTokenType.BEARER),
        quirks: ResponseQuirks = ResponseQuirks.STANDARD,
        settings: TokenResponseSettings = TokenResponseSettings.DEFAULT,
        context: ErrorContext = ErrorContext(contentType),
    ): TokenResponse {
        val text = quirks.json(contentType, body)
        val response = JsonResponseReader.read(statusCode, text, secrets, ServerRole.AUTHORIZATION_SERVER, context)
        val grant = grantIn(response, quirks.nestedUnder)
        val extra = if (grant.json === response.json) emptyMap() else response.json - quirks.nestedUnder.orEmpty()
        val refreshExpiresAt = end(receivedAt, refreshLifetime(grant))
        return TokenResponse.of(response, grant, refreshExpiresAt) {
            TokenJson.read(
                grant,
                tokenType = type(grant, types, quirks, settings).wireName,
                scope = grant.scope(quirks.scopeSeparator),
                receivedAt = receivedAt,
                expiresAt = end(receivedAt, lifetime(grant, receivedAt)),
                refreshExpiresAt = refreshExpiresAt,
                extra = extra,
            )
        }
    }

    /**
     * The object [name], where the provider puts the token. One that has lost its access token is still where the refresh token
     * is.
     */
    private fun grantIn(
        response: JsonResponse,
        name: String?,
    ): TokenMembers {
        val outer = TokenMembers(response.json) { it in response.ambiguous }
        val nested = (name?.let { response.json[it] } as? JsonObject)?.let { TokenMembers(it) { name in response.ambiguous } }
        val isGrant = nested?.accessToken != null || (nested?.refreshToken != null && outer.accessToken == null)
        return if (nested != null && isGrant) nested else outer
    }

    private fun type(
        grant: TokenMembers,
        types: Set<AccessTokenType>,
        quirks: ResponseQuirks,
        settings: TokenResponseSettings,
    ): AccessTokenType {
        val said = grant.tokenType
        val type =
            when {
                said == null && (quirks.bearerByDefault || settings.isMissingTypeBearer) -> AccessTokenType.BEARER
                said == null -> throw InvalidResponseException("The token response has no token_type. $ADVICE")
                said in quirks.bearerNames || settings.meansBearer(said) -> AccessTokenType.BEARER
                else -> AccessTokenType.find(said)
            }
        return type?.takeIf { it in types }
            ?: throw InvalidResponseException(
                "The token response has another token_type than ${types.joinToString(" or ") {
                    it.wireName
                }}, so the token is not used. $ADVICE",
            )
    }

    /** Facebook said `expires` instead. By the same name others mean a time, in seconds since 1970, which no lifetime comes near. */
    private fun lifetime(
        grant: TokenMembers,
        receivedAt: Instant,
    ): Long? =
        grant.seconds("expires_in")
            ?: grant.seconds("expires")?.let { if (it < ANY_LIFETIME) it else it - receivedAt.epochSeconds }

    /** Keycloak's name, and that of GitHub and Entra. */
    private fun refreshLifetime(grant: TokenMembers): Long? =
        grant.seconds("refresh_expires_in") ?: grant.seconds("refresh_token_expires_in")

    /**
     * What would have ended on arrival has no known end: servers say zero, or less, of what has none, such as Keycloak of offline
     * tokens.
     */
    private fun end(
        receivedAt: Instant,
        lifetime: Long?,
    ): Instant? = lifetime?.takeIf { it > 0 }?.let { TokenJson.end(receivedAt, it) }

    private const val ADVICE = "If this server is known for that, say so in the settings (TokenResponseSettings)."

    /** More than thirty years, in seconds. */
    private const val ANY_LIFETIME = 1_000_000_000L
}
