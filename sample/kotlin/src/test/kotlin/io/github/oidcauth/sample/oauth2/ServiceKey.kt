package io.github.oidcauth.sample.oauth2

import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyPairGenerator
import java.util.Base64
import kotlin.io.path.writeText

/** A private key in a file, as `openssl genpkey` would have written it. */
internal class ServiceKey {
    val pem: Path =
        Files.createTempFile("service", ".pem").apply {
            toFile().deleteOnExit()
            val key = KeyPairGenerator.getInstance("EC").apply { initialize(256) }.generateKeyPair().private.encoded
            val text = Base64.getMimeEncoder().encodeToString(key)
            writeText("-----BEGIN PRIVATE KEY-----\n$text\n-----END PRIVATE KEY-----\n")
        }
}
