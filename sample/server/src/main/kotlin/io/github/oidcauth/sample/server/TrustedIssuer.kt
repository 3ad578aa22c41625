package io.github.oidcauth.sample.server

import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.JWSHeader
import com.nimbusds.jose.crypto.ECDSASigner
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.SignedJWT
import io.github.oidcauth.sample.server.authorization.Endpoints
import io.github.oidcauth.sample.server.authorization.KnownKeys
import io.github.oidcauth.sample.server.saml.SamlAssertionWriter
import java.time.Duration
import java.time.Instant
import java.util.Base64
import java.util.Date
import java.util.UUID

/**
 * An identity provider elsewhere, whose word about a user a [SampleServer] takes in place of the user's: the source of
 * assertions for the JWT bearer and the SAML 2.0 bearer grant (RFC 7523 §2.1, RFC 7522 §2.1). An assertion serves once.
 *
 * Safe to use from any thread.
 */
public class TrustedIssuer internal constructor(
    private val server: String,
    private val keys: KnownKeys,
) {
    /** The issuer of its assertions, `iss` or `Issuer`. There is no server at this address. */
    public val name: String
        get() = NAME

    /**
     * Its private key as a JSON Web Key (RFC 7517), for ES256: for those who make assertions themselves. Every server has its
     * own.
     */
    public val privateKey: String
        get() = keys.issuer.toJSONString()

    /** Returns a signed JWT about the user [subject], valid for one minute, to be sent as `assertion`. */
    @JvmOverloads
    public fun jwtAssertion(subject: String = "alice"): String {
        val claims =
            JWTClaimsSet
                .Builder()
                .issuer(NAME)
                .subject(subject)
                .audience(server)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date())
                .expirationTime(Date.from(Instant.now() + LIFETIME))
                .build()
        val header = JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keys.issuer.keyID).build()
        return SignedJWT(header, claims).apply { sign(ECDSASigner(keys.issuer)) }.serialize()
    }

    /** Returns a signed SAML 2.0 assertion about the user [subject], valid for one minute: XML, not yet encoded for sending. */
    @JvmOverloads
    public fun samlAssertionXml(subject: String = "alice"): String {
        val content = SamlAssertionWriter.Content(subject, server, server + Endpoints.TOKEN, Instant.now() + LIFETIME)
        return SamlAssertionWriter.write(content, keys.issuer.toECPrivateKey())
    }

    /** The same as [samlAssertionXml] in base64url, to be sent as `assertion` (RFC 7522 §2.1). */
    @JvmOverloads
    public fun samlAssertion(subject: String = "alice"): String =
        Base64.getUrlEncoder().withoutPadding().encodeToString(samlAssertionXml(subject).toByteArray())

    override fun toString(): String = "TrustedIssuer($NAME)"

    internal companion object {
        const val NAME = "https://issuer.example.com"
        const val SIGNATURE_METHOD = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
        private val LIFETIME = Duration.ofMinutes(1)
    }
}
