package io.github.oidcauth.openid

import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.internal.json.toPlainValue
import java.time.Instant
import kotlin.time.toJavaInstant

/** The members of [IdToken] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface IdTokenForJava {
    /** Returns [IdToken.expiresAt]. */
    public fun getExpiresAt(): Instant = idToken.expiresAt.toJavaInstant()

    /** Returns [IdToken.issuedAt]. */
    public fun getIssuedAt(): Instant = idToken.issuedAt.toJavaInstant()

    /** Returns [IdToken.authTime]. */
    public fun getAuthTime(): Instant? = idToken.authTime?.toJavaInstant()

    /** Returns [IdToken.claims] as maps, lists, strings, booleans, numbers and null. */
    public fun getClaims(): Map<String, Any?> = idToken.claims.toPlainMap()

    /** Returns the claim [name] as a map, list, string, boolean or number; null if it is absent or JSON's null. */
    public fun getClaim(name: String): Any? = idToken[name]?.toPlainValue()

    private val idToken: IdToken get() =
        when (this) {
            is IdToken -> this
        }
}
