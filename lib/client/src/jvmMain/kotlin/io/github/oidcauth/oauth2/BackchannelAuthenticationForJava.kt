package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.json.toPlainMap
import java.time.Instant
import kotlin.time.toJavaInstant

/** The members of [BackchannelAuthentication] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface BackchannelAuthenticationForJava {
    /** Returns [BackchannelAuthentication.expiresAt]. */
    public fun getExpiresAt(): Instant = authentication.expiresAt.toJavaInstant()

    /** Returns [BackchannelAuthentication.extra] as maps, lists, strings, booleans, numbers and null. They may be secret. */
    public fun getExtra(): Map<String, Any?> = authentication.extra.toPlainMap()

    private val authentication: BackchannelAuthentication get() =
        when (this) {
            is BackchannelAuthentication -> this
        }
}
