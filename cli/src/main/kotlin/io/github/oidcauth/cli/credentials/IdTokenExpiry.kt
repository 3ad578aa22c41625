package io.github.oidcauth.cli.credentials

import io.github.oidcauth.Token
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.doubleOrNull
import kotlin.time.Instant

/** The end of an ID token, its claim `exp` (OpenID Connect Core 1.0 §2). */
internal object IdTokenExpiry {
    /** Returns null if [token] has no ID token, or an unreadable one. */
    fun of(token: Token): Instant? {
        val seconds = (token.idTokenClaims?.get("exp") as? JsonPrimitive)?.takeIf { !it.isString }?.doubleOrNull ?: return null
        return seconds.takeIf { it.isFinite() }?.let { Instant.fromEpochSeconds(it.toLong()) }
    }
}
