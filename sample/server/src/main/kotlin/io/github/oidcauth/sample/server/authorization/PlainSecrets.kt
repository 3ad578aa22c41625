package io.github.oidcauth.sample.server.authorization

import org.springframework.security.crypto.password.PasswordEncoder
import java.security.MessageDigest

/**
 * Keeps passwords and client secrets as they are: they are printed in the documentation, and a client that signs with its
 * secret (`client_secret_jwt`) needs a server that knows it.
 */
internal object PlainSecrets : PasswordEncoder {
    override fun encode(rawPassword: CharSequence?): String? = rawPassword?.toString()

    override fun matches(
        rawPassword: CharSequence?,
        encodedPassword: String?,
    ): Boolean =
        rawPassword != null && encodedPassword != null &&
            MessageDigest.isEqual(rawPassword.toString().toByteArray(), encodedPassword.toByteArray())
}
