// Tested by IdTokenValidatorTest.
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
import kotlin.jvm.JvmSynthetic
import kotlin.time.Instant

/**
 * A validated ID token: it identifies the user and describes the login (OpenID Connect Core 1.0 §2). Only
 * [OAuth2Client.validateIdToken] makes one. Other claims describe the user.
 *
 * An immutable value. [toString] shows nothing of the user.
 */
public class IdToken internal constructor(
    /**
     * The signed JWT in compact form; of an encrypted ID token, the decrypted JWT. A secret: a server that does not check
     * tokens properly may accept whoever presents it as the user.
     */
    public val encoded: String,
    /** All claims, unchanged. */
    @get:JvmSynthetic
    public val claims: JsonObject,
    /** The algorithm of its signature. */
    public val algorithm: JwsAlgorithm,
) : IdTokenForJava {
    /** `iss`: the server, as its metadata name it. */
    public val issuer: String get() = claims.string("iss").orEmpty()

    /** `sub`: the identifier of the user, unique at this server, at most 255 characters. */
    public val subject: String get() = claims.string("sub").orEmpty()

    /** `aud`: the recipients; the client is one of them. */
    public val audience: List<String> get() = claims.audience().orEmpty()

    /** `azp`: the client that it was issued to, or null if absent. */
    public val authorizedParty: String? get() = claims.string("azp")

    /** `exp`: the time until which it may be accepted. It does not tell how long the user stays logged in. */
    @get:JvmSynthetic
    public val expiresAt: Instant = checkNotNull(NumericDate.of(claims["exp"])) { "It was validated." }

    /** `iat`: the time at which it was issued. */
    @get:JvmSynthetic
    public val issuedAt: Instant = checkNotNull(NumericDate.of(claims["iat"])) { "It was validated." }

    /**
     * `auth_time`: the time at which the user logged in; null if it is absent or not a time. It is validated if `max_age` was
     * sent.
     */
    @get:JvmSynthetic
    public val authTime: Instant? get() = NumericDate.of(claims["auth_time"])

    /** `nonce`: the value that the authorization request sent, or null. */
    public val nonce: String? get() = claims.string("nonce")

    /** `acr`: the authentication context class of the login, by a name that server and client agree upon, or null. */
    public val acr: String? get() = claims.string("acr")

    /** `amr`: the authentication methods of the login, such as `pwd` and `otp` (RFC 8176). Empty if absent. */
    public val amr: List<String>
        get() = (claims["amr"] as? JsonArray).orEmpty().mapNotNull { (it as? JsonPrimitive)?.takeIf { v -> v.isString }?.content }

    /** `sid`: the user's session at the server (OpenID Connect Front-Channel Logout 1.0 §3), or null. */
    public val sessionId: String? get() = claims.string("sid")

    /** Returns the claim [name] unchanged, or null; a claim that is JSON's null counts as absent. */
    @JvmSynthetic
    public operator fun get(name: String): JsonElement? = claims[name].takeIf { it !is JsonNull }

    /** Returns the claim [name] if it is a string, or null. */
    public fun string(name: String): String? = claims.string(name)

    override fun equals(other: Any?): Boolean = other is IdToken && other.encoded == encoded

    override fun hashCode(): Int = encoded.hashCode()

    override fun toString(): String =
        "IdToken(issuer=$issuer, subject=$REDACTED, audience=$audience, expiresAt=$expiresAt, claims=${claims.keys})"
}
