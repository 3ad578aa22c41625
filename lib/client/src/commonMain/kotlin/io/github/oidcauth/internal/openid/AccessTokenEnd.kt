package io.github.oidcauth.internal.openid

import io.github.oidcauth.Token
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * Returns this token, received at [receivedAt] in a response that does not say when it expires, with the end that the access
 * token itself names when it is a signed JWT (RFC 9068 §2.2). Nobody has verified it: it says when to refresh, and nothing else
 * is read. An end that is over on arrival is none, as the clocks may differ.
 */
internal fun Token.withOwnEnd(receivedAt: Instant): Token {
    if (expiresAt != null) return this
    val end = claimsIn(accessToken)?.let { NumericDate.of(it["exp"]) }?.takeIf { it > receivedAt } ?: return this
    return newBuilder().also {
        it.expiresAt = Instant.fromEpochSeconds(end.epochSeconds)
        it.lifetime = (end.epochSeconds - receivedAt.epochSeconds).seconds
    }.build()
}
