// Tested by ClientRegistrarTest.
package io.github.oidcauth.internal.openid

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * The algorithms in the [members] of a registration (OpenID Connect Dynamic Client Registration 1.0 §2). Null and empty members
 * count as absent. An unknown name is an error and does not count as absent, because then the registered protection would not be
 * required. Pure.
 */
internal class RegisteredAlgorithms(
    private val members: JsonObject,
) {
    /**
     * Checks all algorithms of the registration, including those that the client signs and encrypts with.
     *
     * @throws InvalidConfigException naming the first member whose algorithm is not supported.
     */
    fun check() {
        members.keys.forEach { member ->
            when {
                member.endsWith("_signing_alg") || member.endsWith("_signed_response_alg") -> signature(member)
                member.endsWith("_encryption_alg") || member.endsWith("_encrypted_response_alg") -> keyEncryption(member)
                member.endsWith("_encryption_enc") || member.endsWith("_encrypted_response_enc") -> contentEncryption(member)
            }
        }
    }

    /**
     * Returns the registered signature and encryption of responses to the client: `[kind]_signed_response_alg` and the related
     * members.
     *
     * @throws InvalidConfigException when an algorithm is not supported.
     */
    fun protection(kind: String): JwtProtection =
        JwtProtection {
            signature("${kind}_signed_response_alg")?.let { signedResponseAlgorithms(it) }
            val encryption = keyEncryption("${kind}_encrypted_response_alg") ?: return@JwtProtection
            encryptedResponseAlgorithms(encryption)
            requireEncryption()
            // "If introspection_encrypted_response_alg is specified, the default for this value is A128CBC-HS256" (RFC 9701 §6).
            encryptedResponseEncodings(contentEncryption("${kind}_encrypted_response_enc") ?: ContentEncryption.A128CBC_HS256)
        }

    /** Returns the signature algorithm in [member], or null when it is absent, or `none` where that is allowed. */
    fun signature(member: String): JwsAlgorithm? =
        if (member in UNSIGNED && text(member) == "none") null else find(member, JwsAlgorithm::find)

    private fun keyEncryption(member: String): JweAlgorithm? = find(member, JweAlgorithm::find)

    private fun contentEncryption(member: String): ContentEncryption? = find(member, ContentEncryption::find)

    private fun <T : Any> find(
        member: String,
        find: (String) -> T?,
    ): T? {
        val name = text(member) ?: return null
        return find(name) ?: throw InvalidConfigException(
            "The client is registered with $member ${name.printable(MAX_NAME)}, which is not supported. " +
                "Register it with another algorithm, or it cannot be used safely.",
        )
    }

    /**
     * Returns the name in [member], or null when it is absent or is Keycloak's `any`, which lets the client choose. A value that
     * is not text becomes an unknown name.
     */
    private fun text(member: String): String? {
        val value = members[member]?.takeUnless { it is JsonNull } ?: return null
        val text = (value as? JsonPrimitive)?.takeIf { it.isString }?.content ?: return "of a wrong type"
        val isUnrestricted = text == "any" && "_response_" !in member
        return if (text.isEmpty() || isUnrestricted) null else text
    }

    private companion object {
        const val MAX_NAME = 60

        /**
         * OpenID Connect Registration 1.0 §2: in these members, `none` means the same as no member: userinfo as plain JSON, and
         * unsigned requests. An unsigned ID token is never accepted, nor a response without its registered signature.
         */
        val UNSIGNED = setOf("userinfo_signed_response_alg", "request_object_signing_alg")
    }
}
