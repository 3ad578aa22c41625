package io.github.oidcauth

import io.github.oidcauth.internal.versions.requireFittingVersions
import java.time.Instant
import kotlin.time.toJavaInstant
import kotlin.time.toKotlinInstant

/** The members of [StoredToken] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed class StoredTokenForJava {
    /** Returns [StoredToken.expiresAt]. */
    public fun getExpiresAt(): Instant? = stored.expiresAt?.toJavaInstant()

    /** Returns [StoredToken.refreshExpiresAt]. */
    public fun getRefreshExpiresAt(): Instant? = stored.refreshExpiresAt?.toJavaInstant()

    /** Returns [StoredToken.storedAt]. */
    public fun getStoredAt(): Instant? = stored.storedAt?.toJavaInstant()

    private val stored: StoredToken get() =
        when (this) {
            is StoredToken -> this
        }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** Describes [token], which is stored under [key] since [storedAt]; null if the store does not tell. */
        @JvmStatic
        public fun of(
            key: TokenKey,
            token: Token,
            storedAt: Instant?,
        ): StoredToken = StoredToken(storedAt?.toKotlinInstant(), key, token)
    }
}
