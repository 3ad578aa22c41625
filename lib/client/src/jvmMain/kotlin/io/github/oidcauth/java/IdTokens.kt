@file:JvmName("IdTokens")

package io.github.oidcauth.java

import io.github.oidcauth.openid.IdToken
import kotlin.time.toJavaInstant
import java.time.Instant as JavaInstant

/** Returns the time until which the ID token may be accepted. */
public fun expiresAt(idToken: IdToken): JavaInstant = idToken.expiresAt.toJavaInstant()

/** Returns the time at which the ID token was issued. */
public fun issuedAt(idToken: IdToken): JavaInstant = idToken.issuedAt.toJavaInstant()

/** Returns the time at which the user logged in, or null when the ID token does not say. */
public fun authTime(idToken: IdToken): JavaInstant? = idToken.authTime?.toJavaInstant()
