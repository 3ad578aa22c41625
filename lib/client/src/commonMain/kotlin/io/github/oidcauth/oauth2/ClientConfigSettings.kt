// Tested by BuilderSettingsTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenListener
import io.github.oidcauth.internal.endpoints.ParameterRules
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.transport.CaFileRule
import io.github.oidcauth.internal.transport.proxy.ProxyRule
import io.github.oidcauth.openid.IdTokenSettings
import io.ktor.client.HttpClient
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * All settings of a [ClientConfig] with their defaults; the properties of [ClientConfig.Builder] document them. Each builder
 * changes its own instance. A [ClientConfig] keeps a copy that does not change, and its equality and [ClientConfig.newBuilder]
 * use that copy.
 *
 * A new setting needs a property here, in [ClientConfig] and in [ClientConfig.Builder]. [toString] shows no setting, because
 * some are secret.
 */
internal data class ClientConfigSettings(
    val clientId: String,
    var authentication: ClientAuthentication? = null,
    var clientSecret: String? = null,
    var signingKey: Jwk? = null,
    var clientCertificate: ClientCertificate? = null,
    var dpop: DPoP? = null,
    var issuerCheck: IssuerCheck = IssuerCheck.Exact,
    var authorization: AuthorizationSettings = AuthorizationSettings.DEFAULT,
    var idToken: IdTokenSettings = IdTokenSettings.DEFAULT,
    var userInfo: JwtProtection = JwtProtection.DEFAULT,
    var introspection: IntrospectionSettings = IntrospectionSettings.DEFAULT,
    var tokenResponse: TokenResponseSettings = TokenResponseSettings.DEFAULT,
    var listener: TokenListener? = null,
    var tokenParameters: List<Pair<String, String>> = emptyList(),
    var decryptionKeys: List<Jwk> = emptyList(),
    var leeway: Duration = 60.seconds,
    var requestTimeout: Duration = 30.seconds,
    var httpClient: HttpClient? = null,
    var caFile: String? = null,
    var proxy: String? = null,
    var insecureHttpAllowed: Boolean = false,
    var quirks: ProviderQuirks? = null,
) {
    /** The client's secret, from the setting in which it was given. */
    val sharedSecret: String?
        get() =
            clientSecret ?: when (val method = authentication) {
                is ClientSecretBasic -> method.clientSecret
                is ClientSecretPost -> method.clientSecret
                is ClientSecretJwt -> method.clientSecret
                else -> null
            }

    /**
     * Returns a copy of the settings, after checking that they can work.
     *
     * @throws InvalidConfigException when a setting cannot work, alone or together with the others.
     * @throws IllegalArgumentException when [leeway] is out of its range.
     */
    fun normalize(): ClientConfigSettings {
        require(leeway in Duration.ZERO..MAX_LEEWAY) { "The leeway is from 0 to $MAX_LEEWAY." }
        val validCaFile = caFile?.let { CaFileRule.validate(it, httpClient) }
        val normalized =
            copy(
                decryptionKeys = decryptionKeys.toList(),
                caFile = validCaFile,
                proxy = proxy?.let { ProxyRule.validate(it, httpClient) },
                quirks = quirks?.takeUnless { it == ProviderQuirks.NONE },
            )
        normalized.fault()?.let { throw InvalidConfigException(it) }
        return normalized
    }

    override fun toString(): String = "ClientConfigSettings($REDACTED)"

    private fun fault(): String? {
        val isSecretMissing = sharedSecret == null && isSecretUsed()
        val isCertificateMissing = clientCertificate == null && httpClient == null && isCertificateUsed()
        val method = authentication?.method
        val parameterFault = tokenParameters.firstNotNullOfOrNull { ParameterRules.faultOfDefault(it.first) }
        return when {
            clientId.isEmpty() -> "The client id is empty. It is what the server calls your program."
            !requestTimeout.isPositive() -> "The request timeout is $requestTimeout; it must be more than zero."
            decryptionKeys.any { !it.isPrivate } -> PUBLIC_KEY
            parameterFault != null -> parameterFault
            isSecretMissing -> "HS256, HS384 and HS512 have the client's secret as key, and there is none in the settings."
            httpClient != null && clientCertificate != null -> CERTIFICATE_WITH_HTTP_CLIENT
            isCertificateMissing -> "The authentication $method is a certificate, and there is none in the settings."
            else -> null
        }
    }

    private fun isSecretUsed(): Boolean =
        listOf(idToken.protection, userInfo, introspection.protection, authorization.responses)
            .flatMap { it.signedResponseAlgorithms.orEmpty() }
            .any { it.isSymmetric }

    private fun isCertificateUsed(): Boolean = authentication is TlsClientAuth || authentication is SelfSignedTlsClientAuth

    private companion object {
        val MAX_LEEWAY = 10.minutes
        const val PUBLIC_KEY = "A decryption key is the public half, with which nothing can be decrypted. Give the private one."
        const val CERTIFICATE_WITH_HTTP_CLIENT =
            "A client certificate cannot be given to an HTTP client of your own. Configure it there, or leave one of both out."
    }
}
