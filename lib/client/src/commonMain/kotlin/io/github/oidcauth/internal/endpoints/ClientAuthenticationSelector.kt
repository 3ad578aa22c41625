// Tested by ClientAuthenticationTest.
package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.oauth2.ClientAuthentication
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.ClientSecretJwt
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.NoClientAuthentication
import io.github.oidcauth.oauth2.PrivateKeyJwt
import io.github.oidcauth.oauth2.SelfSignedTlsClientAuth
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.oauth2.TlsClientAuth

/** Selects the client authentication method by the client's credentials and the methods that the server offers. Pure. */
internal object ClientAuthenticationSelector {
    private const val METHODS = "token_endpoint_auth_methods_supported"
    const val ALGORITHMS: String = "token_endpoint_auth_signing_alg_values_supported"

    /**
     * Returns the authentication for the client of [config] at the server of [metadata].
     *
     * @throws InvalidConfigException when the server offers no algorithm that the client's key supports.
     */
    fun select(
        config: ClientConfig,
        metadata: ServerMetadata,
    ): ClientAuthentication {
        config.authentication?.let { return it }
        val supported = metadata.strings(METHODS)
        val key = config.signingKey
        val secret = config.clientSecret
        return when {
            key != null -> PrivateKeyJwt(key, algorithmFor(key, metadata.strings(ALGORITHMS)))
            secret != null -> selectForSecret(secret, metadata)
            config.clientCertificate != null -> forCertificate(supported.orEmpty())
            else -> NoClientAuthentication
        }
    }

    /** Returns the authentication by [secret] at the server of [metadata]. */
    fun selectForSecret(
        secret: String,
        metadata: ServerMetadata,
    ): ClientAuthentication = forSecret(secret, metadata.strings(METHODS), metadata.strings(ALGORITHMS))

    /** RFC 8414 §2: "If omitted, the default is client_secret_basic". Every server must support it (RFC 6749 §2.3.1). */
    private fun forSecret(
        secret: String,
        supported: List<String>?,
        algorithms: List<String>?,
    ): ClientAuthentication =
        when {
            supported == null || "client_secret_basic" in supported -> ClientSecretBasic(secret)
            "client_secret_post" in supported -> ClientSecretPost(secret)
            "client_secret_jwt" in supported -> ClientSecretJwt(secret, hmacAmong(algorithms))
            else -> ClientSecretBasic(secret)
        }

    private fun hmacAmong(algorithms: List<String>?): JwsAlgorithm =
        JwsAlgorithm.entries.firstOrNull { it.isSymmetric && it.isSupportedBy(algorithms) }
            ?: JwsAlgorithm.HS256

    private fun forCertificate(supported: List<String>): ClientAuthentication =
        when {
            TlsClientAuth.method in supported -> TlsClientAuth
            SelfSignedTlsClientAuth.method in supported -> SelfSignedTlsClientAuth
            else -> NoClientAuthentication
        }

    /** Returns the key's own algorithm, or else the first one that both the key and the server support. */
    fun algorithmFor(
        key: Jwk,
        supported: List<String>?,
    ): JwsAlgorithm {
        key.algorithm?.let { name ->
            return JwsAlgorithm.find(name)
                ?: throw InvalidConfigException("The signing key is for the algorithm $name, which is not a signature algorithm.")
        }
        val possible = JwsAlgorithm.entries.filter { it.keyType == key.keyType && it.curve == key.curve }
        return possible.firstOrNull { it.isSupportedBy(supported) }
            ?: throw InvalidConfigException(
                "The server offers no signature algorithm that fits the signing key: " +
                    "it has ${supported?.joinToString().orEmpty().printable()}.",
            )
    }
}
