package io.github.oidcauth.internal.responses

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.tokens.AccessTokenType
import io.github.oidcauth.internal.tokens.TokenJson
import io.github.oidcauth.internal.tokens.TokenMembers
import io.github.oidcauth.oauth2.TokenResponseSettings
import kotlinx.serialization.json.JsonObject
import kotlin.time.Instant

/** Validates responses of a token endpoint (RFC 6749 §5), for every grant. Pure. */
internal object TokenResponseReader {
    /**
     * Returns the response with [statusCode], [contentType] and [body], received at [receivedAt], before it is validated.
     *
     * Its token requires `access_token`, and a `token_type` that is one of [types] in any case, because otherwise it is not known
     * how to present the token. [settings] may allow other values of `token_type`. All other members are optional, and count as
     * absent when they are unusable. The provider's differences from the specification are in [quirks].
     *
     * @throws io.github.oidcauth.OAuthException with the server's error.
     * @throws io.github.oidcauth.HttpException when the response is an error without a code.
     * @throws InvalidResponseException when it is not a JSON object. None of the exceptions contains any of the [secrets] in the
     * request.
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
     * Returns the object [name] in which the provider puts the token, or else the outer object. The nested object is also used if
     * it has only a refresh token.
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
        if (type != null && type in types) return type
        val accepted = types.joinToString(" or ") { it.wireName }
        throw InvalidResponseException(
            "The token response has another token_type than $accepted, so the token is not used. $ADVICE",
        )
    }

    /**
     * Returns the lifetime in seconds. Facebook used `expires` for it. Other servers use that name for a time in seconds since
     * 1970, which is larger than any lifetime.
     */
    private fun lifetime(
        grant: TokenMembers,
        receivedAt: Instant,
    ): Long? =
        grant.seconds("expires_in")
            ?: grant.seconds("expires")?.let { if (it < ANY_LIFETIME) it else it - receivedAt.epochSeconds }

    /** Returns the lifetime of the refresh token by the name that Keycloak uses, or the one of GitHub and Entra. */
    private fun refreshLifetime(grant: TokenMembers): Long? =
        grant.seconds("refresh_expires_in") ?: grant.seconds("refresh_token_expires_in")

    /**
     * Returns the end of [lifetime], or null if it is not positive: servers send zero or less for tokens that do not expire, such
     * as Keycloak for offline tokens.
     */
    private fun end(
        receivedAt: Instant,
        lifetime: Long?,
    ): Instant? = lifetime?.takeIf { it > 0 }?.let { TokenJson.end(receivedAt, it) }

    private const val ADVICE = "If this server is known for that, say so in the settings (TokenResponseSettings)."

    /** More than thirty years, in seconds; longer than any lifetime. */
    private const val ANY_LIFETIME = 1_000_000_000L
}
