package io.github.oidcauth.sample.server

import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.JWSHeader
import com.nimbusds.jose.JWSSigner
import com.nimbusds.jose.crypto.ECDSASigner
import com.nimbusds.jose.crypto.MACSigner
import com.nimbusds.jose.crypto.RSASSASigner
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.JWK
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.SignedJWT
import java.time.Instant
import java.util.Date
import java.util.UUID

/** Makes signed JWTs that say who somebody is (RFC 7523). */
internal object Assertions {
    fun claims(
        issuer: String,
        subject: String,
        audience: String,
    ): JWTClaimsSet.Builder =
        JWTClaimsSet
            .Builder()
            .issuer(issuer)
            .subject(subject)
            .audience(audience)
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date())
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))

    fun signed(
        claims: JWTClaimsSet.Builder,
        key: JWK,
    ): String =
        if (key is ECKey) {
            sign(claims, JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.keyID).build(), ECDSASigner(key))
        } else {
            sign(claims, JWSHeader.Builder(JWSAlgorithm.PS256).keyID(key.keyID).build(), RSASSASigner(key.toRSAKey()))
        }

    fun signed(
        claims: JWTClaimsSet.Builder,
        secret: String,
    ): String = sign(claims, JWSHeader(JWSAlgorithm.HS256), MACSigner(secret))

    private fun sign(
        claims: JWTClaimsSet.Builder,
        header: JWSHeader,
        signer: JWSSigner,
    ): String = SignedJWT(header, claims.build()).apply { sign(signer) }.serialize()

    /** The parameters of RFC 7523 §2.2. */
    fun asClient(
        clientId: String,
        assertion: String,
    ): Array<Pair<String, String>> =
        arrayOf(
            "client_id" to clientId,
            "client_assertion_type" to "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion" to assertion,
        )
}
