// Tested by RevocationAndIntrospectionTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.scopeNames
import io.github.oidcauth.internal.tokens.epochSecondsOf
import io.github.oidcauth.internal.tokens.scopeOf
import io.github.oidcauth.internal.tokens.stringsOf
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmName
import kotlin.jvm.JvmSynthetic
import kotlin.time.Instant

/**
 * The server's introspection response for a token (RFC 7662 §2.2). If the token is not active, the server sends no other
 * member, and every other property is null.
 *
 * An immutable value; [toString] shows nothing of the user.
 */
public class Introspection internal constructor(
    /** All members of the response; empty except for `active` if the token is not active. */
    @get:JvmSynthetic
    public val claims: JsonObject,
    /** True if the server issued the token, it is valid now, and this client may use it. */
    @get:JvmName("isActive")
    public val active: Boolean,
) : IntrospectionForJava {
    /**
     * The scopes of the token, space-separated, also if the server sent an array; null if the response has none (RFC 7662
     * §2.2).
     */
    public val scope: String? get() = claims.scopeOf("scope")

    /** The scopes of the token, one by one; empty if the response has none. */
    public val scopes: List<String> get() = scopeNames(scope)

    /** The client that the token was issued to. */
    public val clientId: String? get() = claims.string("client_id")

    /** The readable name of the user. */
    public val username: String? get() = claims.string("username")

    /** The type of the token. */
    public val tokenType: String? get() = claims.string("token_type")

    /** The time at which the token expires. */
    @get:JvmSynthetic
    public val expiresAt: Instant? get() = claims.epochSecondsOf("exp")

    /** The time at which the token was issued. */
    @get:JvmSynthetic
    public val issuedAt: Instant? get() = claims.epochSecondsOf("iat")

    /** The time at which the token becomes valid. */
    @get:JvmSynthetic
    public val notBefore: Instant? get() = claims.epochSecondsOf("nbf")

    /** The subject of the token. */
    public val subject: String? get() = claims.string("sub")

    /** The recipients of the token. */
    public val audience: List<String> get() = claims.stringsOf("aud")

    /** The issuer of the token. */
    public val issuer: String? get() = claims.string("iss")

    /**
     * The key or certificate that the token is bound to (RFC 8705 §3.2, RFC 9449 §6.2), or null: then anybody who has the
     * token can use it.
     */
    public val confirmation: Confirmation? get() = (claims["cnf"] as? JsonObject)?.let(::Confirmation)

    /** The identifier of the token. */
    public val jwtId: String? get() = claims.string("jti")

    override fun equals(other: Any?): Boolean = other is Introspection && other.claims == claims && other.active == active

    override fun hashCode(): Int = claims.hashCode()

    override fun toString(): String = "Introspection(active=$active, scope=$scope, clientId=$clientId, expiresAt=$expiresAt)"
}
