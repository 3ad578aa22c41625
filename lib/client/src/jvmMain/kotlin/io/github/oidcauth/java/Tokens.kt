@file:JvmName("Tokens")

package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import kotlin.time.toJavaInstant
import kotlin.time.toKotlinInstant
import java.time.Instant as JavaInstant

/** Returns the time at which the access token expires, or null when the server did not say. */
public fun expiresAt(token: Token): JavaInstant? = token.expiresAt?.toJavaInstant()

/** Returns the time at which the refresh token expires, or null when that is not known. */
public fun refreshExpiresAt(token: Token): JavaInstant? = token.refreshExpiresAt?.toJavaInstant()

/** @see Token.staleAt */
public fun staleAt(token: Token): JavaInstant? = token.staleAt?.toJavaInstant()

/** Sets the time at which the access token expires; null if it is not known. Returns [builder]. */
public fun expiresAt(
    builder: Token.Builder,
    expiry: JavaInstant?,
): Token.Builder = builder.apply { expiresAt = expiry?.toKotlinInstant() }

/** Sets the time at which the refresh token expires; null if it is not known. Returns [builder]. */
public fun refreshExpiresAt(
    builder: Token.Builder,
    expiry: JavaInstant?,
): Token.Builder = builder.apply { refreshExpiresAt = expiry?.toKotlinInstant() }

/** Returns true if the access token will still be valid a minute after [now]. */
public fun isUsable(
    token: Token,
    now: JavaInstant,
): Boolean = token.isUsable(now.toKotlinInstant())

/** Returns [token] as JSON text, in the format of the Python client. **It contains the secrets.** */
public fun toJson(token: Token): String = token.serialize()

/** Reads the text that [toJson] or the Python client wrote. @throws InvalidResponseException if it is not a token. */
@Throws(AuthException::class)
public fun fromJson(json: String): Token = Token.deserialize(json)
