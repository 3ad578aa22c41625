package io.github.oidcauth

import io.github.oidcauth.internal.versions.requireFittingVersions
import java.time.Instant
import kotlin.time.toJavaInstant
import kotlin.time.toKotlinInstant

/** The members of [EncryptedToken] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed class EncryptedTokenForJava {
    /** Returns [EncryptedToken.expiresAt]. */
    public fun getExpiresAt(): Instant? = encrypted.expiresAt?.toJavaInstant()

    private val encrypted: EncryptedToken get() =
        when (this) {
            is EncryptedToken -> this
        }

    public companion object {
        init {
            requireFittingVersions()
        }

        /**
         * Returns the token that is encrypted in [ciphertext], with the tag that authenticates it at its end. [keyId] is the id
         * of its key, [nonce] are 12 bytes that were never used before with that key, and [expiresAt] is [expiryOf] the token.
         *
         * @throws IllegalArgumentException if [keyId] is not 1 to 64 letters, digits, `-` and `_`, [nonce] does not have 12
         *     bytes, or [ciphertext] has fewer bytes than its tag of 16.
         */
        @JvmStatic
        public fun of(
            keyId: String,
            expiresAt: Instant?,
            nonce: ByteArray,
            ciphertext: ByteArray,
        ): EncryptedToken = EncryptedToken(keyId, expiresAt?.toKotlinInstant(), nonce, ciphertext)

        /** Returns the bytes that a cipher authenticates for a token under [key]. See [EncryptedToken.associatedData]. */
        @JvmStatic
        public fun associatedData(
            keyId: String,
            expiresAt: Instant?,
            key: TokenKey,
        ): ByteArray = EncryptedToken.associatedData(keyId, expiresAt?.toKotlinInstant(), key)

        /** Returns the value of [EncryptedToken.expiresAt] for [token]. */
        @JvmStatic
        public fun expiryOf(token: Token): Instant? = EncryptedToken.expiryOf(token)?.toJavaInstant()
    }
}
