package io.github.oidcauth.openid

import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.jwt.audience
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Instant

/**
 * An ID token that was validated: who logged in, where, when and how (OpenID Connect Core 1.0 §2). Only
 * [OAuth2Client.validateIdToken] makes one. Claims beyond these are what the server says of the user.
 *
 * An immutable value. [toString] shows nothing of the user. Java callers find the times in `io.github.oidcauth.java.IdTokens`.
 */
public class IdToken internal constructor(
    /**
     * The signed JWT in compact form; of an encrypted ID token, what was in it. A secret: whoever has it may pass for the
     * user with careless servers.
     */
    public val encoded: String,
    /** All claims, as they came. */
    public val claims: JsonObject,
    /** How it is signed. */
    public val algorithm: JwsAlgorithm,
) {
    /** `iss`: the server, as its metadata name it. */
    public val issuer: String get() = claims.string("iss").orEmpty()

    /** `sub`: the user, by a name that this server gives to nobody else, at most 255 characters. */
    public val subject: String get() = claims.string("sub").orEmpty()

    /** `aud`: whom it is for; the client is one of them. */
    public val audience: List<String> get() = claims.audience().orEmpty()

    /** `azp`: the client to which it was issued, or null when it does not say. */
    public val authorizedParty: String? get() = claims.string("azp")

    /** `exp`: until when it may be accepted. It says nothing of how long the user stays logged in. */
    public val expiresAt: Instant = checkNotNull(NumericDate.of(claims["exp"])) { "It was validated." }

    /** `iat`: when it was issued. */
    public val issuedAt: Instant = checkNotNull(NumericDate.of(claims["iat"])) { "It was validated." }

    /**
     * `auth_time`: the time at which the user logged in; null when it is absent or not a time. It is validated if `max_age` was
     * sent.
     */
    public val authTime: Instant? get() = NumericDate.of(claims["auth_time"])

    /** `nonce`: what the authorization request sent along, or null. */
    public val nonce: String? get() = claims.string("nonce")

    /** `acr`: how thoroughly the user logged in, by a name that server and client agree upon, or null. */
    public val acr: String? get() = claims.string("acr")

    /** `amr`: by which means the user logged in, such as `pwd` and `otp` (RFC 8176). Empty when it does not say. */
    public val amr: List<String>
        get() = (claims["amr"] as? JsonArray).orEmpty().mapNotNull { (it as? JsonPrimitive)?.takeIf { v -> v.isString }?.content }

    /** `sid`: the user's session at the server (OpenID Connect Front-Channel Logout 1.0 §3), or null. */
    public val sessionId: String? get() = claims.string("sid")

    /** The claim [name] as it came, or null; a claim that is JSON's null is not there. */
    public operator fun get(name: String): JsonElement? = claims[name].takeIf { it !is JsonNull }

    /** The claim [name] when it is a string, or null. */
    public fun string(name: String): String? = claims.string(name)

    override fun equals(other: Any?): Boolean = other is IdToken && other.encoded == encoded

    override fun hashCode(): Int = encoded.hashCode()

    override fun toString(): String =
        "IdToken(issuer=$issuer, subject=$REDACTED, audience=$audience, expiresAt=$expiresAt, claims=${claims.keys})"
}
