package io.github.oidcauth

import io.github.oidcauth.internal.json.jsonObjectOf
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.internal.jwt.unverifiedClaims
import io.github.oidcauth.internal.tokenfile.document.STALE_BEFORE_END
import io.github.oidcauth.internal.tokenfile.document.endOf
import io.github.oidcauth.internal.tokens.EXPIRY_LEEWAY_SECONDS
import io.github.oidcauth.internal.tokens.TokenJson
import io.github.oidcauth.internal.tokens.hasPassed
import io.github.oidcauth.internal.tokens.isAhead
import io.github.oidcauth.internal.tokens.timeLeft
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.oauth2.DPoPKey
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * The token response of an authorization server (RFC 6749 §5.1).
 *
 * An immutable value. [toString] shows no secret, but [toJson] and [headers] contain secrets: do not print or log them.
 */
public class Token private constructor(builder: Builder) : TokenForJava {
    /** The access token: opaque to everyone except the API that it is for. Printable ASCII. */
    public val accessToken: String = builder.accessToken

    /** The type of [accessToken], nearly always `Bearer` (RFC 6750). */
    public val tokenType: String = builder.tokenType

    /**
     * The time at which [accessToken] expires, in whole seconds, as in a token response, or null if the server did not send it.
     */
    @get:JvmSynthetic
    public val expiresAt: Instant? = TokenJson.storable(builder.expiresAt)

    /**
     * Lifetime of [accessToken] from its receipt to its expiry, or null when it is not known. A refresh whose response has no
     * `expires_in` uses it for the new token. It is not part of equality, since [expiresAt] says the same of this token.
     */
    internal val lifetime: Duration? = builder.lifetime

    /**
     * The refresh token, which obtains a new access token without asking the user again (RFC 6749 §6), or null if none was
     * issued.
     */
    public val refreshToken: String? = builder.refreshToken?.ifEmpty { null }

    /**
     * The time at which [refreshToken] expires, in whole seconds, or null if it is not known or there is no refresh token. A
     * refresh token without a known expiry is worth a try.
     */
    @get:JvmSynthetic
    public val refreshExpiresAt: Instant? = TokenJson.storable(builder.refreshExpiresAt).takeIf { refreshToken != null }

    /**
     * The OpenID Connect ID token, or null if none was issued. [io.github.oidcauth.oauth2.OAuth2Client.token] validates it
     * when it arrives. One from a py-oidc-auth application is not validated.
     */
    public val idToken: String? = builder.idToken?.ifEmpty { null }

    /** The granted scope, space-separated (RFC 6749 §3.3), or null if the server did not send it. */
    public val scope: String? = builder.scope?.ifEmpty { null }

    /**
     * The key that this token is bound to (RFC 9449), or null. If [tokenType] is `Bearer`, only the refresh token is bound to
     * it.
     */
    public val dpopKey: DPoPKey? = builder.dpopKey

    /**
     * The claims of [idToken], or null if there is no readable ID token.
     *
     * They are read, but not validated again. [io.github.oidcauth.oauth2.OAuth2Client.token] has validated the claims of its
     * tokens, unless [io.github.oidcauth.openid.IdTokenSettings.isValidationSkipped] is true; in any other token they may
     * contain anything. [io.github.oidcauth.oauth2.OAuth2Client.validateIdToken] validates them.
     */
    @get:JvmSynthetic
    public val idTokenClaims: JsonObject? get() = idToken?.let(::unverifiedClaims)

    /** The members of the response that have no property of their own, unchanged. They may be secret. */
    @get:JvmSynthetic
    public val extra: JsonObject = TokenJson.withoutKnown(builder.extra)

    /**
     * The HTTP header that presents this token: `Authorization: Bearer …` (RFC 6750 §2.1).
     *
     * For a token of the type `DPoP` this is not enough: every request also needs its own proof (RFC 9449 §7.1).
     * [io.github.oidcauth.oauth2.OAuth2Client.request] sends one, and
     * [io.github.oidcauth.oauth2.OAuth2Client.authorizationHeaders] makes one for your own request.
     */
    public val headers: Map<String, String>
        get() = mapOf("Authorization" to "${if (tokenType.equals(BEARER, ignoreCase = true)) BEARER else tokenType} $accessToken")

    init {
        require(accessToken.isNotEmpty() && accessToken.all { it in '!'..'~' || it == ' ' }) {
            "An access token is not empty and has printable ASCII characters only."
        }
        require(tokenType.isNotEmpty() && tokenType.all { it in '!'..'~' }) {
            "A token type is one word of printable ASCII characters."
        }
    }

    /**
     * Returns true if the access token will still be valid [leeway] after [now]. A token without a known expiry counts as
     * valid: the API will refuse it when it has expired.
     */
    @JvmSynthetic
    public fun isUsable(
        now: Instant,
        leeway: Duration = EXPIRY_LEEWAY,
    ): Boolean = expiresAt.isAhead(now, leeway)

    /**
     * Returns true if the access token will have expired [leeway] after [now]. A token without a known expiry counts as not
     * expired, and a negative [leeway] lets a token count as valid that long after its expiry.
     */
    @JvmSynthetic
    public fun isExpired(
        leeway: Duration = Duration.ZERO,
        now: Instant,
    ): Boolean = expiresAt?.hasPassed(leeway, now) ?: false

    /** Returns true if the access token will have expired [leeway] from now. */
    @JvmSynthetic
    public fun isExpired(leeway: Duration = Duration.ZERO): Boolean = isExpired(leeway, Clock.System.now())

    /**
     * Returns the time from [now] until the access token expires (`expires_in`, counted down): zero if it has expired, null if
     * its expiry is not known.
     */
    @JvmSynthetic
    public fun expiresIn(now: Instant): Duration? = expiresAt?.timeLeft(now)

    /** Returns the time from now until the access token expires: zero if it has expired, null if its expiry is not known. */
    @JvmSynthetic
    public fun expiresIn(): Duration? = expiresIn(Clock.System.now())

    /**
     * The time from which on a [TokenStore] need not keep this token, because nothing in it will be valid in 30 seconds:
     * neither the access token, nor the refresh token if there is one. Null if that never happens: a token without a known
     * expiry is never stale.
     */
    @get:JvmSynthetic
    public val staleAt: Instant? get() = endOf(this)?.let { it - STALE_BEFORE_END }

    /** Returns a builder that starts with the values of this token. */
    public fun newBuilder(): Builder =
        Builder(accessToken).also {
            it.tokenType = tokenType
            it.expiresAt = expiresAt
            it.lifetime = lifetime
            it.refreshToken = refreshToken
            it.refreshExpiresAt = refreshExpiresAt
            it.idToken = idToken
            it.scope = scope
            it.dpopKey = dpopKey
            it.extra = extra
        }

    /**
     * Returns this token as the Python client writes it: `access_token`, `token_type`, `expires` and `refresh_expires` in
     * seconds since 1970, `refresh_token`, `scope`, `headers`, and the other members of the response; for a bound token also
     * the private key, `dpop_jwk`. **It contains secrets.**
     */
    @JvmSynthetic
    public fun toJson(): JsonObject = TokenJson.encode(this)

    /** Returns [toJson] as maps, lists, strings, booleans, numbers and null. **It contains secrets.** */
    public fun toMap(): Map<String, Any?> = toJson().toPlainMap()

    /** Returns [toJson] as text, for [deserialize] and the Python client. **It contains secrets.** */
    public fun serialize(): String = toJson().toString()

    override fun equals(other: Any?): Boolean =
        other is Token &&
            accessToken == other.accessToken &&
            tokenType == other.tokenType &&
            expiresAt == other.expiresAt &&
            refreshToken == other.refreshToken &&
            refreshExpiresAt == other.refreshExpiresAt &&
            idToken == other.idToken &&
            scope == other.scope &&
            dpopKey == other.dpopKey &&
            extra == other.extra

    override fun hashCode(): Int = 31 * accessToken.hashCode() + refreshToken.hashCode()

    override fun toString(): String =
        "Token(accessToken=██, tokenType=$tokenType, expiresAt=$expiresAt, " +
            "refreshToken=${if (refreshToken == null) "none" else "██"}, refreshExpiresAt=$refreshExpiresAt, " +
            "idToken=${if (idToken == null) "none" else "██"}, scope=$scope, " +
            "dpopKey=${if (dpopKey == null) "none" else "██"})"

    /**
     * Makes a [Token]. Not thread-safe.
     *
     * A token is built as every store keeps it, so that what is read from a store is equal to what was put there: times are cut to
     * whole seconds, those after the year 9999 count as not known, and empty texts as absent. Members of [extra] that have a
     * property of their own are left out.
     */
    public class Builder internal constructor(
        /** @see Token.accessToken */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var accessToken: String,
    ) : TokenBuilderForJava {
        init {
            requireFittingVersions()
        }

        /** @see Token.tokenType */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var tokenType: String = BEARER

        /** @see Token.expiresAt */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var expiresAt: Instant? = null

        internal var lifetime: Duration? = null

        /** @see Token.refreshToken */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var refreshToken: String? = null

        /** @see Token.refreshExpiresAt */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var refreshExpiresAt: Instant? = null

        /** @see Token.idToken */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var idToken: String? = null

        /** @see Token.scope */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var scope: String? = null

        /** @see Token.dpopKey */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var dpopKey: DPoPKey? = null

        /** @see Token.extra */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var extra: JsonObject = JsonObject(emptyMap())

        /** @see Token.accessToken */
        public fun accessToken(token: String): Builder = apply { accessToken = token }

        /** @see Token.tokenType */
        public fun tokenType(type: String): Builder = apply { tokenType = type }

        /** @see Token.refreshToken */
        public fun refreshToken(token: String?): Builder = apply { refreshToken = token }

        /** @see Token.idToken */
        public fun idToken(token: String?): Builder = apply { idToken = token }

        /** @see Token.scope */
        public fun scope(scope: String?): Builder = apply { this.scope = scope }

        /** @see Token.dpopKey */
        public fun dpopKey(key: DPoPKey?): Builder = apply { dpopKey = key }

        /**
         * Sets [expiresAt] to [lifetime] after [now], in whole seconds, as `expires_in` of a response means it (RFC 6749 §5.1).
         *
         * @throws IllegalArgumentException if [lifetime] is infinite.
         */
        @JvmSynthetic
        public fun expiresIn(
            lifetime: Duration,
            now: Instant,
        ): Builder =
            apply {
                require(lifetime.isFinite()) { "A lifetime is finite. A token without a known expiry has no expiresAt." }
                expiresAt = Instant.fromEpochSeconds((now + lifetime).epochSeconds)
                this.lifetime = lifetime.takeIf { it.isPositive() }
            }

        /** Sets the expiry of the access token by its [lifetime] from now. Returns this builder. */
        @JvmSynthetic
        public fun expiresIn(lifetime: Duration): Builder = expiresIn(lifetime, Clock.System.now())

        /**
         * Returns the token.
         *
         * @throws IllegalArgumentException if the access token or its type cannot stand in an HTTP header.
         */
        public fun build(): Token = Token(this)

        override fun toString(): String = "Token.Builder(██)"
    }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** The remaining lifetime that a token must have to be returned, because a request takes time too. 60 seconds. */
        @get:JvmSynthetic
        public val EXPIRY_LEEWAY: Duration = EXPIRY_LEEWAY_SECONDS.seconds

        private const val BEARER = "Bearer"

        /**
         * Reads the JSON that [toJson] or the Python client wrote, or the response of a token endpoint (RFC 6749 §5.1). The
         * `expires_in` of a response, which has no `expires`, is counted from now: read a response when it arrives, and store
         * what [toJson] returns.
         *
         * @throws InvalidResponseException if [json] is not a token; the message names the faulty member and no value.
         */
        @JvmSynthetic
        @Throws(AuthException::class)
        public fun fromJson(json: JsonObject): Token = TokenJson.decode(json, readAt = Clock.System.now())

        /**
         * Reads the members that [toMap] returned.
         *
         * @throws InvalidResponseException if [members] are not those of a token; the message names the faulty member and no
         *     value.
         * @throws IllegalArgumentException if a value is not one that [toMap] returns.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun fromMap(members: Map<String, Any?>): Token = fromJson(jsonObjectOf(members))

        /** Returns a builder of a token whose access token is [accessToken]. */
        @JvmStatic
        public fun builder(accessToken: String): Builder = Builder(accessToken)

        /**
         * Reads the text that [serialize] or the Python client wrote, or the response of a token endpoint, as [fromJson] does.
         *
         * @throws InvalidResponseException if [text] is not a token; the message names the faulty member and no value.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun deserialize(text: String): Token =
            fromJson(parseJson(text) as? JsonObject ?: throw InvalidResponseException("A token is a JSON object."))
    }
}

/** Makes a [Token] whose access token is [accessToken]: `Token("…") { expiresAt = … }`. */
@JvmSynthetic
public inline fun Token(
    accessToken: String,
    configure: Token.Builder.() -> Unit = {},
): Token = Token.builder(accessToken).apply(configure).build()
