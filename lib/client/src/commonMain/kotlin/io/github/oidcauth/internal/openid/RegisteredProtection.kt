package io.github.oidcauth.internal.openid

import io.github.oidcauth.internal.protocol.string
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import kotlinx.serialization.json.JsonObject

/**
 * How the server signs and encrypts what it sends to the client that is registered with these members: `[kind]_signed_response_alg`
 * and its kin. Algorithms that are not known here are left out.
 */
internal fun JsonObject.registeredProtection(kind: String): JwtProtection =
    JwtProtection {
        string("${kind}_signed_response_alg")?.let(JwsAlgorithm::find)?.let { signedResponseAlgorithms(it) }
        val encryption = string("${kind}_encrypted_response_alg")?.let(JweAlgorithm::find) ?: return@JwtProtection
        encryptedResponseAlgorithms(encryption)
        requireEncryption()
        // "If introspection_encrypted_response_alg is specified, the default for this value is A128CBC-HS256" (RFC 9701 §6).
        val encoding = string("${kind}_encrypted_response_enc")?.let(ContentEncryption::find) ?: ContentEncryption.A128CBC_HS256
        encryptedResponseEncodings(encoding)
    }
