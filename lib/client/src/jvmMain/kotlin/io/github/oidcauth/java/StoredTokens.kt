@file:JvmName("StoredTokens")

package io.github.oidcauth.java

import io.github.oidcauth.StoredToken
import kotlin.time.toJavaInstant
import java.time.Instant as JavaInstant

/** Returns the time at which the access token expires, or null when the server did not say. */
public fun expiresAt(stored: StoredToken): JavaInstant? = stored.expiresAt?.toJavaInstant()

/** Returns the time at which the refresh token expires, or null when that is not known. */
public fun refreshExpiresAt(stored: StoredToken): JavaInstant? = stored.refreshExpiresAt?.toJavaInstant()

/** Returns the time at which the token was written, or null when the store does not say. */
public fun storedAt(stored: StoredToken): JavaInstant? = stored.storedAt?.toJavaInstant()
