package io.github.oidcauth.sample.server.authorization

import org.springframework.security.oauth2.core.OAuth2Error
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.core.OAuth2TokenValidator
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult
import org.springframework.security.oauth2.jwt.Jwt
import org.springframework.security.oauth2.jwt.JwtTimestampValidator

/**
 * The required claims of an assertion (RFC 7523 §3) whose signature has been checked: its issuer, its subject (any, if
 * [subject] is null), one of the [audiences], an expiry, and a `jti` that was not used before.
 */
internal class AssertionCheck(
    private val issuer: String,
    private val subject: String?,
    private val audiences: Set<String>,
    private val seen: OneTimeIds,
) : OAuth2TokenValidator<Jwt> {
    private val timestamps = JwtTimestampValidator()

    override fun validate(token: Jwt): OAuth2TokenValidatorResult {
        val problem =
            when {
                token.getClaimAsString("iss") != issuer -> "iss"

                token.subject.isNullOrEmpty() || (subject != null && token.subject != subject) -> "sub"

                token.audience.orEmpty().none { it in audiences } -> "aud"

                token.expiresAt == null || timestamps.validate(token).hasErrors() -> "exp"

                // Last: an assertion that is refused for another reason does not use up its identifier.
                !firstUse(token) -> "jti"

                else -> return OAuth2TokenValidatorResult.success()
            }
        return OAuth2TokenValidatorResult.failure(OAuth2Error(OAuth2ErrorCodes.INVALID_GRANT, "The assertion: $problem.", null))
    }

    private fun firstUse(token: Jwt): Boolean {
        val id = token.id
        val expiresAt = token.expiresAt
        return !id.isNullOrEmpty() && expiresAt != null && seen.use("$issuer $id", expiresAt)
    }
}
