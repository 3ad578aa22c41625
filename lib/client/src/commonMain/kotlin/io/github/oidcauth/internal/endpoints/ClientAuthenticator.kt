// Tested by ClientAuthenticationTest.
package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.AssertionAudience
import io.github.oidcauth.oauth2.AssertionType
import io.github.oidcauth.oauth2.ClientAuthentication
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.ClientSecretJwt
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.NoClientAuthentication
import io.github.oidcauth.oauth2.PrivateKeyJwt
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.SelfSignedTlsClientAuth
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.oauth2.TlsClientAuth
import io.ktor.http.encodeURLParameter
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.io.encoding.Base64
import kotlin.time.Duration.Companion.seconds

/**
 * Creates the client credentials of one request (RFC 6749 §2.3, RFC 7523 §2.2). Each request gets a new assertion. Sends nothing.
 */
internal class ClientAuthenticator(
    private val clientId: String,
    private val authentication: ClientAuthentication,
    private val metadata: ServerMetadata,
    private val clientContext: ClientContext,
    /** True if assertions whose only audience is the issuer have a `typ` in their header (RFC 10070 §4). */
    private val isAssertionTyped: Boolean = true,
    /** True if the client has a certificate for mutual TLS. */
    private val hasCertificate: Boolean = false,
) {
    /** True if the client authenticates with the certificate of the TLS connection (RFC 8705 §2). */
    val isMutualTls: Boolean get() = authentication is TlsClientAuth || authentication is SelfSignedTlsClientAuth

    /**
     * Returns the authenticator of one request: this one, or one with the credentials of [options].
     *
     * @throws InvalidConfigException when they need a certificate that the client does not have.
     */
    fun forRequest(options: RequestOptions): ClientAuthenticator {
        val own =
            options.authentication
                ?: options.clientSecret?.let { ClientAuthenticationSelector.selectForSecret(it, metadata) }
                ?: return this
        val result = ClientAuthenticator(clientId, own, metadata, clientContext, isAssertionTyped, hasCertificate)
        if (result.isMutualTls && !hasCertificate) {
            throw InvalidConfigException(
                "The authentication ${own.method} of this request is a certificate, and the client has none. Set clientCertificate.",
            )
        }
        return result
    }

    /** The issuer, or null if it contains a placeholder for the tenant (Entra), which is no valid audience. */
    private val issuer: String? = metadata.issuer?.takeUnless { '{' in it }

    /** The credentials of a public client: only its `client_id` (RFC 6749 §3.2.1). */
    val clientIdOnly: Credentials = Credentials(parameters = listOf("client_id" to clientId))

    /** Advice for the case that the server does not accept the client: names the client and what to check. Contains no secret. */
    val advice: String
        get() {
            val name = clientId.printable(MAX_SHOWN)
            val whatToCheck =
                when (authentication) {
                    is NoClientAuthentication -> "its id, and whether it needs a secret"
                    is TlsClientAuth, is SelfSignedTlsClientAuth -> "its id and its certificate (${authentication.method})"
                    is PrivateKeyJwt -> "its id and its key (${authentication.method})"
                    else -> "its id and its secret (${authentication.method})"
                }
            return "The server does not accept the client $name. Check $whatToCheck."
        }

    /**
     * Returns the credentials of a request to [url].
     *
     * @throws InvalidConfigException when the client's key cannot sign.
     */
    fun credentialsFor(url: String): Credentials =
        when (authentication) {
            // RFC 8705 §2: the server finds the registered certificate by the client_id.
            is NoClientAuthentication, is TlsClientAuth, is SelfSignedTlsClientAuth -> {
                clientIdOnly
            }

            is ClientSecretBasic -> {
                basic(authentication)
            }

            is ClientSecretPost -> {
                val secret = authentication.clientSecret
                Credentials(parameters = listOf("client_id" to clientId, "client_secret" to secret), secrets = listOf(secret))
            }

            is ClientSecretJwt -> {
                assertion(
                    ClientSecretKey.signing(authentication.clientSecret),
                    authentication.algorithm,
                    audienceOf(authentication.audience, url),
                    typeOf(authentication.assertionType, authentication.audience),
                )
            }

            is PrivateKeyJwt -> {
                assertion(
                    authentication.key,
                    authentication.algorithm,
                    audienceOf(authentication.audience, url),
                    typeOf(authentication.assertionType, authentication.audience),
                )
            }
        }

    private fun basic(authentication: ClientSecretBasic): Credentials {
        val secret = authentication.clientSecret
        val pair = if (authentication.formEncoded) "${formEncoded(clientId)}:${formEncoded(secret)}" else "$clientId:$secret"
        val encoded = Base64.encode(pair.encodeToByteArray())
        return Credentials(
            headers = listOf("Authorization" to "Basic $encoded"),
            secrets = listOf(secret, formEncoded(secret), pair, encoded),
        )
    }

    /** Encodes [text] as RFC 6749 appendix B requires. */
    private fun formEncoded(text: String): String = text.encodeURLParameter(spaceToPlus = true)

    /** The secrets that the server knows as well. Its response may contain them although they were not sent. */
    private val sharedSecrets: List<String> = listOfNotNull((authentication as? ClientSecretJwt)?.clientSecret)

    private fun assertion(
        key: Jwk,
        algorithm: JwsAlgorithm,
        audience: String,
        type: String?,
    ): Credentials {
        val now = clientContext.clock.now()
        val claims =
            buildJsonObject {
                put("iss", clientId)
                put("sub", clientId)
                put("aud", audience)
                put("jti", clientContext.random.base64Url(JTI_OCTETS))
                put("iat", now.epochSeconds)
                put("exp", (now + LIFETIME).epochSeconds)
            }
        val name = algorithm.nameFor(metadata.strings(ClientAuthenticationSelector.ALGORITHMS), key.algorithm)
        val assertion = clientContext.jose.signer.sign(claims, key, algorithm, type, name = name)
        return Credentials(
            parameters =
                listOf(
                    "client_id" to clientId,
                    "client_assertion_type" to ASSERTION_TYPE,
                    "client_assertion" to assertion,
                ),
            secrets = listOf(assertion) + sharedSecrets,
        )
    }

    private fun audienceOf(
        audience: AssertionAudience,
        url: String,
    ): String =
        when (audience) {
            AssertionAudience.ISSUER -> issuer ?: metadata.tokenEndpoint ?: url
            AssertionAudience.TOKEN_ENDPOINT -> metadata.tokenEndpoint ?: url
            AssertionAudience.REQUEST_URL -> url
        }

    /**
     * RFC 10070 §4: the type means that the issuer is the only audience, so assertions with another audience must not have it.
     */
    private fun typeOf(
        setting: AssertionType,
        audience: AssertionAudience,
    ): String? {
        val isForIssuer = audience == AssertionAudience.ISSUER && issuer != null
        val chosen = AssertionType.CLIENT_AUTHENTICATION.takeIf { isAssertionTyped && isForIssuer }
        return (if (setting == AssertionType.BY_AUDIENCE) chosen else setting)?.typ
    }

    private companion object {
        const val ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        const val JTI_OCTETS = 16
        const val MAX_SHOWN = 100

        /** Short because the assertion is used at once, and long enough for a server whose clock differs a little. */
        val LIFETIME = 60.seconds
    }
}
