package io.github.oidcauth.internal.authorization

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.endpoints.ClientAuthenticationSelector
import io.github.oidcauth.internal.jwt.KeySource
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.internal.keys.KeyCompatibility
import io.github.oidcauth.internal.keys.KeyUse
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.RequestObjectSettings
import io.github.oidcauth.oauth2.ServerMetadata

/**
 * Puts authorization requests into signed JWTs, which may also be encrypted (RFC 9101 §4), and backchannel authentication
 * requests into signed ones (CIBA Core 1.0 §7.1.1).
 */
internal class RequestObjectFactory(
    private val metadata: ServerMetadata,
    private val config: ClientConfig,
    private val keys: KeySource,
    private val clientContext: ClientContext,
) {
    private val configured: RequestObjectSettings? = config.authorization.requestObject

    /** The configured settings, or else defaults with the key for client authentication, or null if there is no key. */
    private val settings: RequestObjectSettings? =
        configured ?: config.signingKey?.let { RequestObjectSettings.builder(it).build() }

    /**
     * Returns [request] as a signed, perhaps encrypted JWT.
     *
     * @throws AuthException when there is no key to sign or encrypt with, or the server's keys cannot be fetched.
     */
    suspend fun sign(request: AuthorizationRequest): AuthorizationRequest {
        val settings =
            settings ?: throw InvalidConfigException(
                "There is no key to sign authorization requests with. " +
                    "Set requestObject in the authorization settings of the client.",
            )
        val signed = signed(request.parameters, settings, "request_object_signing_alg_values_supported", TYPE)
        val requestObject = settings.encryption?.let { encrypt(signed, it) } ?: signed
        return request.with(RequestDelivery.ByValue(requestObject, settings.repeatedParameters))
    }

    /**
     * Returns the [parameters] of a backchannel authentication request as a signed JWT, or null when they are sent unsigned. The
     * JWT has no `typ`: CIBA registers none, and with the `typ` of an authorization request it could be mistaken for one (RFC
     * 8725 §3.11).
     *
     * @throws InvalidConfigException when key and server have no algorithm in common, or the issuer of the server is not known.
     */
    fun signBackchannel(parameters: List<Pair<String, String>>): String? {
        val settings = configured?.takeIf { it.isBackchannelSigned } ?: return null
        // Some servers require client_id in the JWT in addition to iss, as in a request object.
        val asked = listOf("client_id" to config.clientId) + parameters
        return signed(asked, settings, "backchannel_authentication_request_signing_alg_values_supported", type = null)
    }

    private fun signed(
        parameters: List<Pair<String, String>>,
        settings: RequestObjectSettings,
        algorithms: String,
        type: String?,
    ): String {
        val issuer =
            metadata.issuer ?: throw InvalidConfigException(
                "A signed request names the issuer of the server, which is not known. Set the issuer in the metadata.",
            )
        val supported = metadata.strings(algorithms)
        val algorithm = settings.algorithm ?: ClientAuthenticationSelector.algorithmFor(settings.key, supported)
        val claims =
            RequestObjectClaims.of(
                parameters,
                issuer,
                clientContext.clock.now(),
                settings.lifetime,
                id = clientContext.random.base64Url(ID_OCTETS),
            )
        val name = algorithm.nameFor(supported, settings.key.algorithm)
        return clientContext.jose.signer.sign(claims, settings.key, algorithm, type, name = name)
    }

    private suspend fun encrypt(
        signed: String,
        encryption: RequestObjectSettings.Encryption,
    ): String =
        clientContext.jose.codec.encrypt(
            signed,
            encryption.key ?: keyFor(encryption),
            encryption.algorithm,
            encryption.encryption,
            contentType = "JWT",
        )

    private suspend fun keyFor(encryption: RequestObjectSettings.Encryption): Jwk {
        if (encryption.algorithm.isSymmetric) {
            val secret =
                config.sharedSecret ?: throw InvalidConfigException(
                    "${encryption.algorithm.identifier} encrypts with the client's secret, and the client has none.",
                )
            return ClientSecretKey.encryption(secret, encryption.algorithm, encryption.encryption, clientContext.jose.digest)
        }
        return fitting(keys.current(), encryption) ?: keys.refreshForUnknownKey()?.let { fitting(it, encryption) }
            ?: throw InvalidConfigException(
                "The server publishes no key to encrypt requests for it with ${encryption.algorithm.identifier}.",
            )
    }

    /** Returns the first suitable key; one that is marked for encryption is preferred. */
    private fun fitting(
        keys: List<Jwk>,
        encryption: RequestObjectSettings.Encryption,
    ): Jwk? =
        keys
            .filter { KeyCompatibility.fault(it, encryption.algorithm, encryption.encryption, KeyUse.ENCRYPT) == null }
            .let { fitting -> fitting.firstOrNull { it.use == "enc" } ?: fitting.firstOrNull() }

    private companion object {
        /** RFC 9101 §10.8.1: the type prevents the JWT from being mistaken for another kind of token. */
        const val TYPE = "oauth-authz-req+jwt"
        const val ID_OCTETS = 16
    }
}
