@file:JvmName("DeviceCodes")

package io.github.oidcauth.java

import io.github.oidcauth.DeviceCode
import kotlin.time.toJavaInstant
import java.time.Instant as JavaInstant

/** Returns the time at which [code] and its user code expire. */
public fun expiresAt(code: DeviceCode): JavaInstant = code.expiresAt.toJavaInstant()
