@file:JvmName("Introspections")

package io.github.oidcauth.java

import io.github.oidcauth.oauth2.Introspection
import kotlin.time.toJavaInstant
import java.time.Instant as JavaInstant

/** Returns the time at which the token expires, or null when the server does not say. */
public fun expiresAt(introspection: Introspection): JavaInstant? = introspection.expiresAt?.toJavaInstant()

/** Returns the time at which the token was issued, or null when the server does not say. */
public fun issuedAt(introspection: Introspection): JavaInstant? = introspection.issuedAt?.toJavaInstant()

/** Returns the time at which the token begins to be valid, or null when the server does not say. */
public fun notBefore(introspection: Introspection): JavaInstant? = introspection.notBefore?.toJavaInstant()
