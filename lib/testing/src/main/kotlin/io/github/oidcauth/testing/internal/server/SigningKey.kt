// Tested by StrictnessTest.
package io.github.oidcauth.testing.internal.server

import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.JWSHeader
import com.nimbusds.jose.crypto.ECDSASigner
import com.nimbusds.jose.jwk.Curve
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.KeyUse
import com.nimbusds.jose.jwk.gen.ECKeyGenerator
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.SignedJWT
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import java.security.MessageDigest
import java.util.Base64
import java.util.Date
import kotlin.time.Instant

/** Signs ID tokens, with its own key. */
internal class SigningKey {
    private val key: ECKey =
        ECKeyGenerator(Curve.P_256).keyID("test-key").keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.ES256).generate()

    /** The public half, as in a key set. */
    val publicJwk: JsonElement = Json.parseToJsonElement(key.toPublicJWK().toJSONString())

    /** Returns an ID token (OpenID Connect Core 1.0 §2) that is issued with [accessToken], or without one. */
    fun idToken(
        issuer: String,
        session: Session,
        accessToken: String?,
        issuedAt: Instant,
        expiresAt: Instant,
        nonce: String?,
    ): String {
        val claims =
            JWTClaimsSet
                .Builder()
                .issuer(issuer)
                .subject(session.subject)
                .audience(session.clientId)
                .issueTime(Date(issuedAt.toEpochMilliseconds()))
                .expirationTime(Date(expiresAt.toEpochMilliseconds()))
                .claim("auth_time", session.authenticatedAt.epochSeconds)
        accessToken?.let { claims.claim("at_hash", leftHalfHash(it)) }
        nonce?.let { claims.claim("nonce", it) }
        val jwt = SignedJWT(JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.keyID).build(), claims.build())
        jwt.sign(ECDSASigner(key))
        return jwt.serialize()
    }

    companion object {
        /** The algorithm that the metadata name. */
        const val ALGORITHM: String = "ES256"

        /** Returns the challenge of a PKCE [verifier] (RFC 7636 §4.2). */
        fun challenge(verifier: String): String = encode(sha256(verifier))

        /** OpenID Connect Core 1.0 §3.1.3.6. */
        private fun leftHalfHash(token: String): String = sha256(token).let { encode(it.copyOf(it.size / 2)) }

        private fun sha256(text: String): ByteArray = MessageDigest.getInstance(
            "SHA-256",
        ).digest(text.toByteArray(Charsets.US_ASCII))

        private fun encode(octets: ByteArray): String = Base64.getUrlEncoder().withoutPadding().encodeToString(octets)
    }
}
