@file:JvmName("BackchannelAuthentications")

package io.github.oidcauth.java

import io.github.oidcauth.oauth2.BackchannelAuthentication
import kotlin.time.toJavaInstant
import java.time.Instant as JavaInstant

/** Returns the time until which the user can log in. */
public fun expiresAt(authentication: BackchannelAuthentication): JavaInstant = authentication.expiresAt.toJavaInstant()
