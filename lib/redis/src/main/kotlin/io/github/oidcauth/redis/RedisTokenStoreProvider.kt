// Tested by RedisTokenStoreTest.
package io.github.oidcauth.redis

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.HomePath
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.TokenStoreLocation
import io.github.oidcauth.TokenStoreProvider
import java.nio.file.InvalidPathException
import java.nio.file.Path
import kotlin.io.encoding.Base64

/**
 * Finds a [RedisTokenStore] by its URL. Three settings can be in the environment instead: the password in `REDISCLI_AUTH`, as
 * for `redis-cli`; the certificate authorities to trust in `SSL_CERT_FILE`; and a key that encrypts the tokens in
 * `OIDC_TOKEN_STORE_KEY`, 32 bytes in base64. After a comma it may contain older keys, which only decrypt tokens.
 *
 * Made by `java.util.ServiceLoader`. Thread-safe. [open] connects to nothing; it throws [InvalidConfigException] if the
 * address or one of the three settings cannot be used, and the message contains nothing of them.
 */
public class RedisTokenStoreProvider : TokenStoreProvider {
    override val schemes: Set<String> = setOf("redis", "rediss", "redis-sentinel", "rediss-sentinel")

    override fun open(location: TokenStoreLocation): TokenStore {
        val builder = RedisTokenStore.builder(location.address).notices(location.notices)
        builder.passwordUnlessGiven(location.environment(PASSWORD)?.ifEmpty { null })
        if (builder.trustedCertificates == null) builder.trustedCertificates = location.environment(AUTHORITIES)?.let(::path)
        location.environment(KEY)?.takeIf { it.isNotBlank() }?.let { builder.encryption = cipher(it) }
        return builder.build()
    }

    private fun cipher(text: String): AesTokenCipher {
        val keys = text.split(',').map { key(it.trim()) }
        return AesTokenCipher(keys.first(), keys.drop(1))
    }

    private fun key(text: String): TokenEncryptionKey =
        try {
            TokenEncryptionKey.of(Base64.withPadding(Base64.PaddingOption.PRESENT_OPTIONAL).decode(text))
        } catch (_: IllegalArgumentException) {
            // The message of the cause may contain the key.
            throw InvalidConfigException(
                "$KEY is not a key of 32 bytes in base64, as `openssl rand -base64 32` prints them.",
            )
        }

    private fun path(text: String): Path? =
        try {
            text.ifBlank { null }?.let { HomePath.of(it) }
        } catch (_: InvalidPathException) {
            throw InvalidConfigException("$AUTHORITIES does not name a file.")
        }

    private companion object {
        const val PASSWORD = "REDISCLI_AUTH"
        const val AUTHORITIES = "SSL_CERT_FILE"
        const val KEY = "OIDC_TOKEN_STORE_KEY"
    }
}
