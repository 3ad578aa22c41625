package io.github.oidcauth.internal.crypto

import java.security.SecureRandom

/** The operating system's randomness. */
internal object SecureRandomSource : RandomSource {
    private val random = SecureRandom()

    override fun bytes(count: Int): ByteArray = ByteArray(count).also(random::nextBytes)
}
