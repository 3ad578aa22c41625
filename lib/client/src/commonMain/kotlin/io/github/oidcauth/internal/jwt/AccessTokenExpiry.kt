package io.github.oidcauth.internal.jwt

import io.github.oidcauth.Token
import io.github.oidcauth.internal.json.NumericDate
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * Returns this token, received at [receivedAt] in a response without `expires_in`, with the `exp` of the access token if that is
 * a signed JWT (RFC 9068 §2.2). The JWT is not verified: its `exp` decides when to refresh, and no other claim is read. An `exp`
 * in the past counts as absent, because the clocks may differ.
 */
internal fun Token.withExpiryOfJwt(receivedAt: Instant): Token {
    if (expiresAt != null) return this
    val end = unverifiedClaims(accessToken)?.let { NumericDate.of(it["exp"]) }?.takeIf { it > receivedAt } ?: return this
    return newBuilder().also {
        it.expiresAt = Instant.fromEpochSeconds(end.epochSeconds)
        it.lifetime = (end.epochSeconds - receivedAt.epochSeconds).seconds
    }.build()
}
