package io.github.oidcauth.internal.jwt

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.json.hasValue
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.metadata.IssuerMatcher
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.ServerMetadata
import kotlinx.serialization.json.JsonObject
import kotlin.time.Clock
import kotlin.time.Instant

/** Validates access tokens of one server that are signed JWTs (RFC 9068 §4). Thread-safe. */
internal class AccessTokenValidator(
    private val config: ClientConfig,
    private val metadata: ServerMetadata,
    private val reader: JwtReader,
    private val clock: Clock,
) {
    /**
     * Returns the claims of the access token [raw]; [audience] is the name of the API that it must be for, or null for any.
     *
     * @throws InvalidResponseException when [raw] is not a valid access token of this server; the message names the faulty claim.
     * @throws InvalidConfigException when the client does not know the issuer of the server.
     * @throws io.github.oidcauth.AuthException when the server's keys cannot be fetched.
     */
    suspend fun validate(
        raw: String,
        audience: String?,
    ): JsonObject {
        val issuer = metadata.issuer ?: throw InvalidConfigException(NO_ISSUER)
        val jwt = reader.read(raw, POLICY).jwt
        // Many servers name no type, or JWT. The type of another kind of token is refused (RFC 8725 §3.11).
        if (jwt.type?.removePrefix("application/")?.lowercase() !in TYPES) refuse("it is a JWT of another kind (typ)")
        val claims = jwt.claims
        if (claims["events"] is JsonObject) refuse("it is a logout token or another security event (events)")
        val named = claims.string("iss") ?: refuse("its claim iss is missing, or not a string")
        if (named != IssuerMatcher(config.issuerCheck).expectedTokenIssuer(issuer, claims)) {
            refuse("its issuer (iss) is not the server that was asked")
        }
        if (audience != null && audience !in claims.audience().orEmpty()) refuse("it is not for this audience (aud)")
        checkTimes(claims, clock.now())
        return claims
    }

    private fun checkTimes(
        claims: JsonObject,
        now: Instant,
    ) {
        val expiresAt = time(claims, "exp") ?: refuse("its claim exp is missing")
        val notBefore = time(claims, "nbf")
        if (now >= expiresAt + config.leeway) refuse("it has expired (exp)")
        if (notBefore != null && notBefore > now + config.leeway) refuse("it is not valid yet (nbf)")
    }

    private fun time(
        claims: JsonObject,
        name: String,
    ): Instant? =
        if (claims.hasValue(name)) NumericDate.of(claims[name]) ?: refuse("its claim $name is not a time") else null

    private fun refuse(why: String): Nothing = throw InvalidResponseException("$NAME is not to be trusted: $why.")

    private companion object {
        const val NAME = "The access token"
        const val NO_ISSUER =
            "The access token cannot be validated, because the client does not know the server's issuer. Find the server by " +
                "discovery, or name its issuer and jwks_uri in the metadata."
        val TYPES = setOf(null, "jwt", "at+jwt")

        /** No metadata name the algorithms of access tokens. Those with a shared secret would let this client sign them. */
        val POLICY =
            JwtPolicy(
                NAME,
                signatures = JwsAlgorithm.entries.filterNot { it.isSymmetric }.toSet(),
                keyEncryptions = emptySet(),
                contentEncryptions = emptySet(),
                isEncryptionRequired = false,
            )
    }
}
