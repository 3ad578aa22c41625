package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.json.toPlainMap
import java.time.Instant
import kotlin.time.toJavaInstant

/** The members of [Introspection] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface IntrospectionForJava {
    /** Returns [Introspection.expiresAt]. */
    public fun getExpiresAt(): Instant? = introspection.expiresAt?.toJavaInstant()

    /** Returns [Introspection.issuedAt]. */
    public fun getIssuedAt(): Instant? = introspection.issuedAt?.toJavaInstant()

    /** Returns [Introspection.notBefore]. */
    public fun getNotBefore(): Instant? = introspection.notBefore?.toJavaInstant()

    /** Returns [Introspection.claims] as maps, lists, strings, booleans, numbers and null. */
    public fun getClaims(): Map<String, Any?> = introspection.claims.toPlainMap()

    private val introspection: Introspection get() =
        when (this) {
            is Introspection -> this
        }
}
