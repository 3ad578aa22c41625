package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.scopeNames
import io.github.oidcauth.internal.tokens.epochSecondsOf
import io.github.oidcauth.internal.tokens.scopeOf
import io.github.oidcauth.internal.tokens.stringsOf
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmName
import kotlin.time.Instant

/**
 * What a server says of a token (RFC 7662 §2.2). Of a token that is not active it says nothing more, and everything else is
 * null then.
 *
 * An immutable value; [toString] shows nothing of the user.
 */
public class Introspection internal constructor(
    /** All members of the response; empty but for `active` when the token is not active. */
    public val claims: JsonObject,
    /** Whether the token is one of the server's, valid now, and may be used by who asked. */
    @get:JvmName("isActive")
    public val active: Boolean,
) {
    /**
     * Scopes of the token, separated by spaces, also if the server sent an array; null when the response has none (RFC 7662
     * §2.2).
     */
    public val scope: String? get() = claims.scopeOf("scope")

    /** What the token may be used for, one by one; empty when the server does not say. */
    public val scopes: List<String> get() = scopeNames(scope)

    /** The client that the token was issued to. */
    public val clientId: String? get() = claims.string("client_id")

    /** The user by a name that people can read. */
    public val username: String? get() = claims.string("username")

    /** How the token is presented. */
    public val tokenType: String? get() = claims.string("token_type")

    /** When the token expires. */
    public val expiresAt: Instant? get() = claims.epochSecondsOf("exp")

    /** When it was issued. */
    public val issuedAt: Instant? get() = claims.epochSecondsOf("iat")

    /** When it begins to be valid. */
    public val notBefore: Instant? get() = claims.epochSecondsOf("nbf")

    /** Whom the token is about. */
    public val subject: String? get() = claims.string("sub")

    /** Whom the token is for. */
    public val audience: List<String> get() = claims.stringsOf("aud")

    /** Who issued it. */
    public val issuer: String? get() = claims.string("iss")

    /** What the token is bound to (RFC 8705 §3.2, RFC 9449 §6.2), or null: then it is good for whoever has it. */
    public val confirmation: Confirmation? get() = (claims["cnf"] as? JsonObject)?.let(::Confirmation)

    /** The token's name. */
    public val jwtId: String? get() = claims.string("jti")

    override fun equals(other: Any?): Boolean = other is Introspection && other.claims == claims && other.active == active

    override fun hashCode(): Int = claims.hashCode()

    override fun toString(): String = "Introspection(active=$active, scope=$scope, clientId=$clientId, expiresAt=$expiresAt)"
}
