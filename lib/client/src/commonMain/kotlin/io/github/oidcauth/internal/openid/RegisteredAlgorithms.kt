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
 * count as absent. A name that is not known here is an error and never absent: what the server is registered to do would not be
 * insisted on. Pure.
 */
internal class RegisteredAlgorithms(
    private val members: JsonObject,
) {
    /**
     * Checks every algorithm of the registration, also those that say how the client signs and encrypts.
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
     * Returns how the server signs and encrypts what it sends to the client: `[kind]_signed_response_alg` and its kin.
     *
     * @throws InvalidConfigException when it does so with an algorithm that is not supported.
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

    /** Returns the algorithm of signatures that [member] names, or null when it is absent, or `none` where that is allowed. */
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
     * The name in [member], or null when it is absent or is Keycloak's word for an algorithm of the client's choice. A value that
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
         * OpenID Connect Registration 1.0 §2: userinfo as plain JSON, and requests that are not signed, are what a client without
         * the member has as well. An ID token that is not signed is never accepted, nor a signed response without its signature.
         */
        val UNSIGNED = setOf("userinfo_signed_response_alg", "request_object_signing_alg")
    }
}
