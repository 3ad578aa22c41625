@file:JvmName("AuthorizationRequests")

package io.github.oidcauth.java

import io.github.oidcauth.oauth2.AuthorizationRequest
import kotlin.time.toJavaInstant
import java.time.Instant as JavaInstant

/** Returns the time until which the URL of [request] can be opened, or null if it was not pushed. */
public fun expiresAt(request: AuthorizationRequest): JavaInstant? = request.expiresAt?.toJavaInstant()
