package io.github.oidcauth.internal.authorization

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.callback.AuthorizationResponseContent
import io.github.oidcauth.internal.callback.AuthorizationResponseResult
import io.github.oidcauth.internal.callback.AuthorizationResponseValidator
import io.github.oidcauth.internal.jose.JwsVerifier
import io.github.oidcauth.internal.jose.SignatureVerification
import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.json.hasValue
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.jwt.JwtReader
import io.github.oidcauth.internal.jwt.audience
import io.github.oidcauth.internal.jwt.unverifiedClaims
import io.github.oidcauth.oauth2.Jwk
import kotlinx.serialization.json.JsonObject
import kotlin.time.Clock
import kotlin.time.Instant

/**
 * Validates responses that consist of a signed JWT in the parameter `response` (JARM, the JWT Secured Authorization Response Mode
 * for OAuth 2.0, §2.4). Pure, apart from reading the clock.
 */
internal class JarmResponseValidator(
    private val content: AuthorizationResponseContent,
    private val rules: JarmRules,
    /** The signing keys of the server that are known so far. */
    private val keys: List<Jwk>,
    private val jwts: JwtReader,
    private val verifier: JwsVerifier,
    private val clock: Clock,
) : AuthorizationResponseValidator {
    override fun validate(parameters: Map<String, List<String>>): AuthorizationResponseResult {
        val responses = parameters["response"].orEmpty().filter { it.isNotEmpty() }
        if (responses.isEmpty()) {
            val isOurs = content.matchesState(parameters["state"]?.singleOrNull())
            return if (isOurs) {
                AuthorizationResponseContent.unusable(
                    UNSIGNED,
                )
            } else {
                AuthorizationResponseContent.unrelated("it has no signed response (response)")
            }
        }
        val response =
            responses.singleOrNull()
                ?: return AuthorizationResponseContent.unrelated("it has more than one signed response (response)")
        return try {
            validateSigned(jwts.decrypt(response, rules.policy))
        } catch (e: InvalidResponseException) {
            AuthorizationResponseResult.Unrelated(e)
        }
    }

    private fun validateSigned(jws: String): AuthorizationResponseResult {
        // Anyone can send a JWT. A faulty one is reported to the user only if it has the state of the request.
        val isOurs = content.matchesState(unverifiedClaims(jws)?.string("state"))
        if (!isOurs) return AuthorizationResponseContent.unrelated(AuthorizationResponseContent.STATE_MISMATCH)
        return when (val verification = verifier.verify(jws, keys + rules.secretKeys, rules.policy.signatures)) {
            is SignatureVerification.Valid -> validateClaims(verification.jwt.claims)

            is SignatureVerification.Invalid -> AuthorizationResponseContent.unusable(
                "a signed response that is not to be trusted: ${verification.why}",
            )

            is SignatureVerification.NoKey -> AuthorizationResponseResult.UnknownKey(
                AuthorizationResponseContent.unusable(UNKNOWN_KEY).cause,
            )
        }
    }

    private fun validateClaims(claims: JsonObject): AuthorizationResponseResult {
        claimsFault(claims)?.let { return AuthorizationResponseContent.unusable("a signed response $it") }
        val response = claims.keys.mapNotNull { name -> claims.string(name)?.let { name to it } }.toMap()
        return content.validate(response - REGISTERED_CLAIMS, claims.string("iss"), claims - REGISTERED_CLAIMS)
    }

    private fun claimsFault(claims: JsonObject): String? {
        val issuer = claims.string("iss").orEmpty()
        return when {
            issuer.isEmpty() -> "without an issuer (iss)"
            !rules.isExpected(issuer) -> "of another issuer (iss)"
            !claims.hasValue("aud") -> "without an audience (aud)"
            rules.clientId !in claims.audience().orEmpty() -> "for another client (aud)"
            else -> timeFault(claims) ?: typeFault(claims)
        }
    }

    private fun typeFault(claims: JsonObject): String? =
        AuthorizationResponseContent.NAMES.find {
            claims.hasValue(it) && claims.string(it) == null
        }?.let { "whose $it is not a string" }

    private fun timeFault(claims: JsonObject): String? {
        val now = clock.now()
        val expiry = NumericDate.of(claims["exp"]) ?: return "without an expiry (exp)"
        return when {
            now >= expiry + rules.leeway -> "that has expired (exp)"
            !claims.hasValue("nbf") -> null
            else -> startFault(NumericDate.of(claims["nbf"]), now)
        }
    }

    private fun startFault(
        start: Instant?,
        now: Instant,
    ): String? =
        when {
            start == null -> "whose start of validity (nbf) is not a time"
            start > now + rules.leeway -> "that is not valid yet (nbf)"
            else -> null
        }

    private companion object {
        const val UNSIGNED = "an unsigned response, although a signed one was requested (response_mode). Does this server " +
            "offer that?"
        const val UNKNOWN_KEY = "a signed response that is not to be trusted: its key is not one of the server's"

        /** The claims of the JWT itself, which are not parameters of the response. */
        val REGISTERED_CLAIMS = setOf("iss", "aud", "exp", "nbf", "iat", "jti")
    }
}
