// Tested by RevocationAndIntrospectionTest and SignedIntrospectionTest.
package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.json.optionalTimesFault
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.jwt.JwtPolicy
import io.github.oidcauth.internal.jwt.JwtReader
import io.github.oidcauth.internal.jwt.audience
import io.github.oidcauth.internal.metadata.IssuerMatcher
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.Introspection
import io.github.oidcauth.oauth2.ServerMetadata
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Validates introspection responses: JSON (RFC 7662 §2.2), or a signed JWT, encrypted or not (RFC 9701 §5). */
internal class IntrospectionResponseReader(
    private val config: ClientConfig,
    private val metadata: ServerMetadata,
    private val reader: JwtReader,
    private val clientContext: ClientContext,
) {
    private val settings = config.introspection
    private val policy =
        JwtPolicy.of(
            "The introspection response",
            settings.protection,
            "introspection_signing_alg_values_supported",
            config,
            metadata,
        )

    /** The accepted media type, as the value of `Accept` (RFC 9701 §4). */
    val accepted: String get() = if (settings.isJwtRequired) JWT else "application/json"

    /**
     * Returns the introspection in the response of [exchange].
     *
     * @throws AuthException when the response is an error, or is not valid.
     */
    suspend fun validate(exchange: EndpointCaller.Exchange): Introspection {
        val response = exchange.response
        if (response.isSuccess && response.mediaType == JWT) return introspection(fromJwt(response.body.trim()))
        val json = exchange.successfulJson()
        // A client that requires a signature does not rely on the security of the connection alone.
        if (settings.isJwtRequired) refuse("it is not a JWT, although one was requested (Accept). Does this server offer that?")
        return introspection(json)
    }

    private suspend fun fromJwt(text: String): JsonObject {
        val jwt = reader.read(text, policy).jwt
        // Other JWTs that the server signs for this client, above all ID tokens, are not introspection responses (RFC 9701 §8.1).
        if (!jwt.type.isType()) refuse("its header has another type (typ)")
        check(jwt.claims)
        return jwt.claims[CLAIM] as? JsonObject ?: refuse("it has no information about the token ($CLAIM)")
    }

    private fun String?.isType() = this?.lowercase()?.removePrefix("application/") == TYPE

    /** Checks the claims of the JWT. `exp` and `nbf` are optional, and checked when present. */
    private fun check(claims: JsonObject) {
        val issuer = metadata.issuer?.let { IssuerMatcher(config.issuerCheck).expectedTokenIssuer(it, claims) }
        if (issuer == null || claims.string("iss") != issuer) refuse("its issuer (iss) is not the server that was asked")
        val audience = settings.audience ?: config.clientId
        if (audience !in claims.audience().orEmpty()) refuse("this client is not in its audience (aud)")
        val now = clientContext.clock.now()
        val issuedAt = NumericDate.of(claims["iat"]) ?: refuse("it has no time of issue (iat)")
        if (issuedAt > now + config.leeway) refuse("it was issued in the future (iat)")
        claims.optionalTimesFault(now, config.leeway)?.let(::refuse)
    }

    private fun refuse(why: String): Nothing =
        throw InvalidResponseException(
            "The introspection response is not to be trusted: $why${if (why.endsWith('?')) "" else "."}",
        )

    companion object {
        private const val TYPE = "token-introspection+jwt"
        private const val JWT = "application/$TYPE"
        private const val CLAIM = "token_introspection"

        /** Validates the information about a token (RFC 7662 §2.2). Pure. */
        fun introspection(json: JsonObject): Introspection {
            val active =
                (json["active"] as? JsonPrimitive)?.takeUnless { it.isString }?.content?.toBooleanStrictOrNull()
                    ?: throw InvalidResponseException("The introspection response does not say whether the token is active.")
            val claims = if (active) json else JsonObject(mapOf("active" to JsonPrimitive(false)))
            return Introspection(claims, active)
        }
    }
}
