package io.github.oidcauth.oauth2

import java.time.Instant
import kotlin.time.toJavaInstant

/** The members of [AuthorizationRequest] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface AuthorizationRequestForJava {
    /** Returns [AuthorizationRequest.expiresAt]. */
    public fun getExpiresAt(): Instant? = request.expiresAt?.toJavaInstant()

    private val request: AuthorizationRequest get() =
        when (this) {
            is AuthorizationRequest -> this
        }
}
