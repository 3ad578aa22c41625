package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.json.toPlainMap
import java.time.Instant
import kotlin.time.toJavaInstant

/** The members of [AuthorizationRequest] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface AuthorizationRequestForJava {
    /** Returns [AuthorizationRequest.expiresAt]. */
    public fun getExpiresAt(): Instant? = request.expiresAt?.toJavaInstant()

    /** Returns [AuthorizationRequest.extra] as maps, lists, strings, booleans, numbers and null. They may be secret. */
    public fun getExtra(): Map<String, Any?> = request.extra.toPlainMap()

    private val request: AuthorizationRequest get() =
        when (this) {
            is AuthorizationRequest -> this
        }
}
