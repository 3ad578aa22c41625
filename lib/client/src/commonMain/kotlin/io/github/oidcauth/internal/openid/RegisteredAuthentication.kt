// Tested by ClientRegistrarTest.
package io.github.oidcauth.internal.openid

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.oauth2.ClientAuthentication
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.ClientSecretJwt
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.NoClientAuthentication
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull

/** The authentication method that a client is registered with (RFC 7591 §2 `token_endpoint_auth_method`). Pure. */
internal object RegisteredAuthentication {
    private const val METHOD = "token_endpoint_auth_method"
    private const val MAX_NAME = 60

    /** The methods whose key the caller adds. */
    private val KEYED = setOf("private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth")

    /**
     * Returns the authentication in [members] with [secret], or null when the caller must add the key or the secret.
     *
     * @throws InvalidConfigException when the method is not known.
     */
    fun of(
        members: JsonObject,
        secret: String?,
        algorithms: RegisteredAlgorithms,
    ): ClientAuthentication? =
        when (val method = nameOf(members[METHOD])) {
            // RFC 7591 §2: "If unspecified or omitted, the default is client_secret_basic".
            null, "client_secret_basic" -> secret?.let(::ClientSecretBasic)

            "client_secret_post" -> secret?.let(::ClientSecretPost)

            "client_secret_jwt" -> hmac(algorithms).let { algorithm -> secret?.let { ClientSecretJwt(it, algorithm) } }

            "none" -> NoClientAuthentication

            in KEYED -> null

            else -> throw InvalidConfigException(
                "The client is registered with the authentication method ${method.printable(MAX_NAME)}, which is not " +
                    "supported. Register it with another $METHOD.",
            )
        }

    /** Returns the text of [member], or null when it is absent, null or empty. */
    private fun nameOf(member: JsonElement?): String? =
        when (member) {
            null, JsonNull -> null
            is JsonPrimitive -> member.contentOrNull?.trim()?.ifEmpty { null }
            else -> "of a wrong type"
        }

    private fun hmac(algorithms: RegisteredAlgorithms): JwsAlgorithm {
        val algorithm = algorithms.signature("token_endpoint_auth_signing_alg") ?: return JwsAlgorithm.HS256
        if (algorithm.isSymmetric) return algorithm
        throw InvalidConfigException(
            "The client is registered with client_secret_jwt and ${algorithm.identifier}, which does not sign with a secret. " +
                "Register it with HS256, HS384 or HS512.",
        )
    }
}
