package io.github.oidcauth.internal.crypto

import java.security.SecureRandom

/** A random source that uses the operating system's generator. */
internal object SecureRandomSource : RandomSource {
    private val random = SecureRandom()

    override fun bytes(count: Int): ByteArray = ByteArray(count).also(random::nextBytes)
}
