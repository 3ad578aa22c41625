package io.github.oidcauth.internal.crypto

import java.security.MessageDigest

/** The JDK's hash functions. Every JDK has these three. */
internal object JdkDigest : Digest {
    override fun sha256(bytes: ByteArray): ByteArray = MessageDigest.getInstance("SHA-256").digest(bytes)

    override fun sha384(bytes: ByteArray): ByteArray = MessageDigest.getInstance("SHA-384").digest(bytes)

    override fun sha512(bytes: ByteArray): ByteArray = MessageDigest.getInstance("SHA-512").digest(bytes)
}
