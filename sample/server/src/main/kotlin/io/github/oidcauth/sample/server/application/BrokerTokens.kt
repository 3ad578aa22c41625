package io.github.oidcauth.sample.server.application

import com.nimbusds.jose.JOSEException
import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.JWSHeader
import com.nimbusds.jose.crypto.RSASSASigner
import com.nimbusds.jose.crypto.RSASSAVerifier
import com.nimbusds.jose.jwk.KeyUse
import com.nimbusds.jose.jwk.RSAKey
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.SignedJWT
import java.security.MessageDigest
import java.text.ParseException
import java.time.Clock
import java.time.Duration
import java.util.Date
import java.util.HexFormat
import java.util.UUID

/** Makes and checks the broker's own tokens: RS256, with its own key. */
internal class BrokerTokens(
    val issuer: String,
    private val clock: Clock,
) {
    private val key by lazy {
        val bare = RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.RS256).generate()
        val fingerprint = MessageDigest.getInstance("SHA-256").digest(bare.toRSAPublicKey().encoded)
        RSAKey.Builder(bare).keyID(HexFormat.of().formatHex(fingerprint).take(16)).build()
    }

    fun jwks(): Map<String, Any?> = mapOf("keys" to listOf(key.toPublicJWK().toJSONObject()))

    /** Returns a signed token and its identifier. */
    fun mint(
        user: UserInfo,
        lifetime: Duration,
    ): Pair<String, String> {
        val now = clock.instant()
        val id = UUID.randomUUID().toString()
        val claims =
            JWTClaimsSet
                .Builder()
                .subject(user.username)
                .claim("preferred_username", user.username)
                .claim("email", user.members()["email"])
                .claim("roles", emptyList<String>())
                .jwtID(id)
                .issuer(issuer)
                .audience(AUDIENCE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now + lifetime))
                .build()
        val jwt = SignedJWT(JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.keyID).build(), claims)
        jwt.sign(RSASSASigner(key))
        return jwt.serialize() to id
    }

    /** Returns the claims of a token that this broker has signed; the caller asks [hasExpired]. */
    fun verify(token: String): JWTClaimsSet {
        val jwt =
            try {
                SignedJWT.parse(token)
            } catch (_: ParseException) {
                throw BrokerTokenRejected(
                    "Not enough segments".takeIf {
                        token.count { it == '.' } < 2
                    } ?: "Invalid header padding",
                )
            }
        val genuine =
            try {
                jwt.header.algorithm == JWSAlgorithm.RS256 && jwt.verify(RSASSAVerifier(key.toRSAPublicKey()))
            } catch (_: JOSEException) {
                false
            }
        if (jwt.header.keyID != key.keyID) throw BrokerTokenRejected("Untrusted issuer: '${jwt.jwtClaimsSet.issuer.orEmpty()}'")
        if (!genuine) throw BrokerTokenRejected("Signature verification failed")
        return jwt.jwtClaimsSet
    }

    fun hasExpired(claims: JWTClaimsSet): Boolean = !claims.expirationTime.after(Date.from(clock.instant()))

    private companion object {
        const val AUDIENCE = "py-oidc-auth"
    }
}
