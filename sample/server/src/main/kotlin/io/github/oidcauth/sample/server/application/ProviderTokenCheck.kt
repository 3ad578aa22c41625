package io.github.oidcauth.sample.server.application

import com.nimbusds.jose.JOSEException
import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.crypto.RSASSAVerifier
import com.nimbusds.jose.jwk.JWKSet
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.SignedJWT
import java.text.ParseException
import java.time.Clock
import java.util.Date

/** Checks an access token of the provider against its published keys. */
internal class ProviderTokenCheck(
    private val provider: Provider,
    private val clock: Clock,
) {
    @Volatile
    private var keys = JWKSet()

    /** Returns the claims of a valid token, or 401; 403 if it lacks one of the [scopes]. */
    fun claims(
        token: String?,
        scopes: Set<String> = emptySet(),
    ): JWTClaimsSet {
        if (token == null) throw Bearer.missing()
        val claims = verified(token) ?: throw InvalidRequest(401, "Invalid token")
        val granted = (claims.getClaim("scope") as? String).orEmpty().split(' ')
        val missing = scopes - granted.toSet()
        if (missing.isNotEmpty()) {
            throw InvalidRequest(403, "Token missing required scopes: ${missing.sorted().joinToString(", ")}")
        }
        return claims
    }

    private fun verified(token: String): JWTClaimsSet? =
        try {
            val jwt = SignedJWT.parse(token)
            val key = key(jwt.header.keyID)
            jwt.jwtClaimsSet.takeIf {
                key != null && jwt.header.algorithm == JWSAlgorithm.RS256 && jwt.verify(RSASSAVerifier(key)) && inForce(it)
            }
        } catch (_: ParseException) {
            null
        } catch (_: JOSEException) {
            null
        }

    private fun key(id: String?) = published(id)?.toRSAKey()

    private fun published(id: String?) =
        keys.getKeyByKeyId(id) ?: run {
            keys = JWKSet.parse(provider.get("jwks_uri"))
            keys.getKeyByKeyId(id)
        }

    private fun inForce(claims: JWTClaimsSet): Boolean {
        val now = Date.from(clock.instant())
        val begun = claims.notBeforeTime?.after(now) != true
        val ended = claims.expirationTime?.after(now) == false
        return begun && !ended && claims.issuer == provider.discovery["issuer"]
    }
}
