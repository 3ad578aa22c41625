package io.github.oidcauth.internal.tokens

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.oauth2.DPoPKey
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** Tokens as JSON: the response of a token endpoint, and the format in which the Python client stores them. */
internal object TokenJson {
    private val EXPIRY = listOf("expires", "exp", "expires_at")
    private val REFRESH_EXPIRY = listOf("refresh_expires", "refresh_exp", "refresh_expires_at")
    private val LIFETIME = listOf("expires_in")

    /** The names that Keycloak uses, and GitHub and Entra. */
    private val REFRESH_LIFETIME = listOf("refresh_expires_in", "refresh_token_expires_in")

    /**
     * A member of the stored format only. It is not read from responses, because a server could otherwise choose the key that a
     * token is bound to.
     */
    private const val DPOP_KEY = "dpop_jwk"

    /**
     * A member of the stored format only: the lifetime of the access token in seconds, for a refresh response that does not name
     * one.
     */
    private const val KEPT_LIFETIME = "access_token_lifetime"
    private val KNOWN =
        setOf("access_token", "token_type", "refresh_token", "id_token", "scope", "headers", DPOP_KEY, KEPT_LIFETIME) +
            EXPIRY + REFRESH_EXPIRY + LIFETIME + REFRESH_LIFETIME

    /**
     * 9999-12-31T23:59:59Z. It is stored for an unknown expiry, because the Python client discards entries without one, and read
     * as unknown.
     */
    private const val END_OF_TIME = NumericDate.LAST

    fun encode(token: Token): JsonObject =
        buildJsonObject {
            put("access_token", token.accessToken)
            put("token_type", token.tokenType)
            put("expires", token.expiresAt?.epochSeconds ?: END_OF_TIME)
            token.refreshToken?.let {
                put("refresh_token", it)
                put("refresh_expires", token.refreshExpiresAt?.epochSeconds ?: END_OF_TIME)
                token.lifetime?.let { put(KEPT_LIFETIME, it.inWholeSeconds) }
            }
            token.idToken?.let { put("id_token", it) }
            put("scope", token.scope.orEmpty())
            token.dpopKey?.let { put(DPOP_KEY, it.toJson()) }
            putJsonObject("headers") { token.headers.forEach { (name, value) -> put(name, value) } }
            token.extra.forEach { (name, value) -> put(name, value) }
        }

    /**
     * Returns the token in [json], which was stored, or is a response that was read at [readAt]. Lifetimes relative to a response
     * are ignored in a stored token ([readAt] is null), since they are no longer meaningful there: each read would prolong it.
     * Optional members that cannot be used are ignored, too, because other programs store responses unchanged.
     *
     * @throws InvalidResponseException when it has no access token, or its expiry or key is damaged, so that it is not known how
     * long it is valid or how to use it.
     */
    fun decode(
        json: JsonObject,
        readAt: Instant? = null,
    ): Token {
        val members = TokenMembers(json)
        val expiresAt = storedEnd(members, EXPIRY)
        val isResponse = readAt != null && members.first(EXPIRY) == null
        val lifetime = if (isResponse) LIFETIME.firstNotNullOfOrNull { members.seconds(it) } else null
        val builder =
            builder(
                members,
                members.tokenType,
                // Unchanged, even if it is not a valid scope.
                scope = json.string("scope") ?: members.scope(),
                expiresAt = if (readAt != null && lifetime != null) end(readAt, lifetime) else expiresAt,
                refreshExpiresAt = null,
            )
        // What was stored is returned, however long it is: the limit of a refresh token is one for responses.
        builder.refreshToken = json.string("refresh_token")?.ifEmpty { null }
        builder.refreshExpiresAt = if (builder.refreshToken == null) null else endOfRefresh(members, readAt)
        builder.lifetime = (members.seconds(KEPT_LIFETIME) ?: lifetime)?.takeIf { it > 0 && builder.expiresAt != null }?.seconds
        val key = json[DPOP_KEY].takeUnless { it is JsonNull }
        if (key != null) builder.dpopKey = dpopKey(key)
        builder.extra = unknownIn(json)
        return build(builder)
    }

    private fun endOfRefresh(
        members: TokenMembers,
        readAt: Instant?,
    ): Instant? {
        val stored = storedEnd(members, REFRESH_EXPIRY)
        val isResponse = readAt != null && members.first(REFRESH_EXPIRY) == null
        return if (isResponse) refreshEnd(members, readAt) else stored
    }

    private fun storedEnd(
        members: TokenMembers,
        names: List<String>,
    ): Instant? {
        names.firstOrNull { name ->
            members.json[name].let { it != null && it !is JsonNull } && members.seconds(name) == null
        }?.let {
            throw InvalidResponseException("The member $it is not a number of seconds.")
        }
        return members.first(names)?.let(::instant)
    }

    private fun dpopKey(json: JsonElement): DPoPKey =
        try {
            DPoPKey.fromJson(json as? JsonObject ?: throw InvalidResponseException("The member $DPOP_KEY is not an object."))
        } catch (e: InvalidConfigException) {
            throw InvalidResponseException("The member $DPOP_KEY is not a key that can be used. ${e.message}", cause = e)
        }

    /** Returns the token in a response of py-oidc-auth's token route, received at [receivedAt]. */
    fun decodeResponse(
        json: JsonObject,
        receivedAt: Instant,
    ): Token {
        val members = TokenMembers(json)
        return read(
            members,
            tokenType = members.tokenType,
            scope = members.scope(),
            receivedAt = receivedAt,
            expiresAt = members.expiry(EXPIRY, LIFETIME, receivedAt),
            refreshExpiresAt = refreshEnd(members, receivedAt),
        )
    }

    /**
     * Returns the time at which the refresh token in such a response expires, or null when that is not known.
     *
     * A refresh token that would be expired on arrival has no known expiry: Keycloak's `refresh_expires_in: 0` means an offline
     * token without a fixed end, and py-oidc-auth forwards it as "now".
     */
    fun refreshEnd(
        members: TokenMembers,
        receivedAt: Instant,
    ): Instant? =
        members.expiry(REFRESH_EXPIRY, REFRESH_LIFETIME, receivedAt)?.takeIf {
            members.refreshToken != null && it > receivedAt + 1.seconds
        }

    /**
     * Returns the token in [members]; the caller has validated its type, scope and expiry. Unknown members and [extra] are kept.
     */
    fun read(
        members: TokenMembers,
        tokenType: String?,
        scope: String?,
        receivedAt: Instant,
        expiresAt: Instant?,
        refreshExpiresAt: Instant?,
        extra: Map<String, JsonElement> = emptyMap(),
    ): Token {
        val builder = builder(members, tokenType, scope, expiresAt, refreshExpiresAt)
        builder.lifetime = expiresAt?.let { it.epochSeconds - receivedAt.epochSeconds }?.takeIf { it > 0 }?.seconds
        builder.extra = TokenSize.limitExtra(unknownIn(extra + members.json))
        return TokenSize.check(build(builder))
    }

    private fun builder(
        members: TokenMembers,
        tokenType: String?,
        scope: String?,
        expiresAt: Instant?,
        refreshExpiresAt: Instant?,
    ): Token.Builder {
        val accessToken = members.accessToken ?: throw InvalidResponseException("The token response has no access_token.")
        return Token.builder(accessToken).also {
            if (tokenType != null) it.tokenType = tokenType
            it.expiresAt = expiresAt
            it.refreshToken = members.refreshToken
            it.refreshExpiresAt = refreshExpiresAt.takeIf { members.refreshToken != null }
            it.idToken = members.idToken
            it.scope = scope?.ifEmpty { null }
        }
    }

    private fun build(builder: Token.Builder): Token =
        try {
            builder.build()
        } catch (e: IllegalArgumentException) {
            throw InvalidResponseException("The token response cannot be used. ${e.message}", cause = e)
        }

    private fun unknownIn(json: Map<String, JsonElement>) = JsonObject(json.filterKeys { it !in KNOWN })

    /** Returns [extra] without the members that are stored otherwise. */
    fun withoutKnown(extra: JsonObject): JsonObject = if (extra.keys.any { it in KNOWN }) unknownIn(extra) else extra

    /**
     * Returns [expiry] as it can be stored: in whole seconds, and null for "never". A time before 1970 becomes the first second
     * that does not mean "not known", so that such a token stays expired.
     */
    fun storable(expiry: Instant?): Instant? = expiry?.let { instant(it.epochSeconds) }

    /** Returns the end of [lifetime], in seconds from [receivedAt], or null when it never ends. */
    fun end(
        receivedAt: Instant,
        lifetime: Long,
    ): Instant? = instant(receivedAt.epochSeconds + lifetime.coerceIn(0, END_OF_TIME))

    /** Returns the first time in [absolute] that is set, or else the end of the relative lifetime. */
    private fun TokenMembers.expiry(
        absolute: List<String>,
        relative: List<String>,
        receivedAt: Instant,
    ): Instant? {
        first(absolute)?.let { return instant(it) }
        return relative.firstNotNullOfOrNull { seconds(it) }?.let { end(receivedAt, it) }
    }

    /** Returns the first of [names] that is set. Zero counts as not set, as in the Python client. */
    private fun TokenMembers.first(
        names: List<String>,
    ): Long? = names.firstNotNullOfOrNull { name ->
        seconds(name)?.takeIf { it != 0L }
    }

    private fun instant(epochSeconds: Long): Instant? =
        epochSeconds.coerceAtLeast(1).takeIf { it < END_OF_TIME }?.let(Instant::fromEpochSeconds)
}

/** Returns the string member [name], or null when it is absent or null. */
internal fun JsonObject.stringOrThrow(name: String): String? {
    val value: JsonElement = this[name] ?: return null
    if (value is JsonNull) return null
    if (value !is JsonPrimitive || !value.isString) throw InvalidResponseException("The member $name is not a string.")
    return value.content
}
