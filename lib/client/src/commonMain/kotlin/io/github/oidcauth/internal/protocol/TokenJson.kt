package io.github.oidcauth.internal.protocol

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.oauth2.DPoPKey
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import kotlin.math.floor
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** Tokens as JSON: the answer of a token endpoint, and the form in which the Python client keeps them. */
internal object TokenJson {
    private val EXPIRY = listOf("expires", "exp", "expires_at")
    private val REFRESH_EXPIRY = listOf("refresh_expires", "refresh_exp", "refresh_expires_at")
    private val LIFETIME = listOf("expires_in")

    /** Keycloak's name, and that of GitHub and Entra. */
    private val REFRESH_LIFETIME = listOf("refresh_expires_in", "refresh_token_expires_in")

    /** Ours alone: of an answer it is not read, or a server would choose the key that a token is bound to. */
    private const val DPOP_KEY = "dpop_jwk"
    private val KNOWN =
        setOf("access_token", "token_type", "refresh_token", "id_token", "scope", "headers", DPOP_KEY) +
            EXPIRY + REFRESH_EXPIRY + LIFETIME + REFRESH_LIFETIME

    /**
     * 9999-12-31T23:59:59Z. It is written for an end that is not known, because the Python client drops entries that name none,
     * and read as such.
     */
    private const val END_OF_TIME = 253_402_300_799L

    fun encode(token: Token): JsonObject =
        buildJsonObject {
            put("access_token", token.accessToken)
            put("token_type", token.tokenType)
            put("expires", token.expiresAt?.epochSeconds ?: END_OF_TIME)
            token.refreshToken?.let {
                put("refresh_token", it)
                put("refresh_expires", token.refreshExpiresAt?.epochSeconds ?: END_OF_TIME)
            }
            token.idToken?.let { put("id_token", it) }
            put("scope", token.scope.orEmpty())
            token.dpopKey?.let { put(DPOP_KEY, it.toJson()) }
            putJsonObject("headers") { token.headers.forEach { (name, value) -> put(name, value) } }
            token.extra.forEach { (name, value) -> if (name !in KNOWN) put(name, value) }
        }

    /** A stored token. Lifetimes that count from the moment of the answer mean nothing any more and are left out. */
    fun decode(json: JsonObject): Token {
        val token = read(json, receivedAt = null)
        val key = json[DPOP_KEY].takeUnless { it is JsonNull } ?: return token
        return token.newBuilder().also { it.dpopKey = dpopKey(key) }.build()
    }

    private fun dpopKey(json: JsonElement): DPoPKey =
        try {
            DPoPKey.fromJson(json as? JsonObject ?: throw UntrustedAnswerException("The member $DPOP_KEY is not an object."))
        } catch (e: InvalidConfigException) {
            throw UntrustedAnswerException("The member $DPOP_KEY is not a key that can be used. ${e.message}", cause = e)
        }

    /**
     * A token endpoint's answer, received at [receivedAt].
     *
     * A refresh token that is said to be expired on arrival has no known expiry: Keycloak's `refresh_expires_in: 0` means an
     * offline token without a fixed end, and py-oidc-auth passes it on as "now".
     */
    fun decodeAnswer(
        json: JsonObject,
        receivedAt: Instant,
    ): Token {
        val token = read(json, receivedAt)
        val isExpiredOnArrival = token.refreshExpiresAt?.let { it <= receivedAt + 1.seconds } ?: false
        return if (isExpiredOnArrival) token.newBuilder().also { it.refreshExpiresAt = null }.build() else token
    }

    private fun read(
        json: JsonObject,
        receivedAt: Instant?,
    ): Token =
        read(
            json,
            tokenType = json.text("token_type"),
            scope = json.text("scope"),
            expiresAt = json.expiry(EXPIRY, LIFETIME, receivedAt),
            refreshExpiresAt = if (json.hasRefreshToken()) json.expiry(REFRESH_EXPIRY, REFRESH_LIFETIME, receivedAt) else null,
        )

    /** The token in [json], whose type, scope and ends the caller has judged. Members that nobody knows, and [extra], are kept. */
    fun read(
        json: JsonObject,
        tokenType: String?,
        scope: String?,
        expiresAt: Instant?,
        refreshExpiresAt: Instant?,
        extra: Map<String, JsonElement> = emptyMap(),
    ): Token {
        val accessToken =
            json.text("access_token")?.takeIf { it.isNotEmpty() }
                ?: throw UntrustedAnswerException("The token answer has no access_token.")
        val builder = Token.Builder(accessToken)
        tokenType?.takeIf { it.isNotEmpty() }?.let { builder.tokenType = it }
        builder.expiresAt = expiresAt
        builder.refreshToken = json.text("refresh_token")?.takeIf { it.isNotEmpty() }
        builder.refreshExpiresAt = refreshExpiresAt
        builder.idToken = json.text("id_token")?.takeIf { it.isNotEmpty() }
        builder.scope = scope?.takeIf { it.isNotEmpty() }
        builder.extra = JsonObject((extra + json).filterKeys { it !in KNOWN })
        return try {
            builder.build()
        } catch (e: IllegalArgumentException) {
            throw UntrustedAnswerException("The token answer cannot be used. ${e.message}", cause = e)
        }
    }

    /** When what is received at [receivedAt] and lives for [lifetime] seconds ends, or null when that is never. */
    fun end(
        receivedAt: Instant,
        lifetime: Long,
    ): Instant? = instant(receivedAt.epochSeconds + lifetime.coerceIn(0, END_OF_TIME))

    /** The first of [absolute] that says something, else the relative lifetime. Zero says nothing, as in the Python client. */
    private fun JsonObject.expiry(
        absolute: List<String>,
        relative: List<String>,
        receivedAt: Instant?,
    ): Instant? {
        absolute.firstNotNullOfOrNull { name -> seconds(name).takeUnless { it == 0L } }?.let { return instant(it) }
        if (receivedAt == null) return null
        return relative.firstNotNullOfOrNull { seconds(it) }?.let { end(receivedAt, it) }
    }

    private fun instant(epochSeconds: Long): Instant? =
        epochSeconds.coerceAtLeast(0).takeIf { it < END_OF_TIME }?.let(Instant::fromEpochSeconds)
}

internal fun JsonObject.hasRefreshToken(): Boolean = !text("refresh_token").isNullOrEmpty()

/** The member [name], a number of seconds, null when it is absent or null. Servers send whole numbers, floats and numbers in strings. */
internal fun JsonObject.seconds(name: String): Long? {
    val value = this[name]
    if (value == null || value is JsonNull) return null
    val number = (value as? JsonPrimitive)?.content?.trim()?.toDoubleOrNull()
    if (number == null || number.isNaN()) throw UntrustedAnswerException("The member $name is not a number of seconds.")
    return floor(number).toLong()
}

/** The string member [name], null when it is absent or null. */
internal fun JsonObject.text(name: String): String? {
    val value: JsonElement = this[name] ?: return null
    if (value is JsonNull) return null
    if (value !is JsonPrimitive || !value.isString) throw UntrustedAnswerException("The member $name is not a string.")
    return value.content
}
