// Tested by ProviderAddressesTest and ProviderLoginTest.
package io.github.oidcauth.providers

import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * A known provider: its endpoints, and its deviations from the specifications.
 *
 * ```
 * val client = OAuth2Client.of(Auth0.tenant("acme.eu.auth0.com"), "my-client") { clientSecret = secret }
 * ```
 *
 * [Auth0], [Cognito], [Entra], [GitHub], [GitLab], [Google], [Keycloak], [Okta], [Ping] and [Slack] make them, and
 * `Provider("Acme", "https://id.acme.example") { … }` makes one of your own. A provider that follows the specifications needs no
 * preset: [OAuth2Client] takes its issuer. An immutable value, without secrets.
 */
public class Provider internal constructor(
    /** The common name of the provider. */
    public val name: String,
    /**
     * The issuer of the server, or, if [issuerCheck] differs, the address of its metadata. For a server without an issuer,
     * whose [metadata] are built in, it is the name under which its tokens are stored.
     */
    public val issuer: String,
    /** The server's metadata if they are built in; null if the server publishes them below [issuer]. */
    public val metadata: ServerMetadata? = null,
    /**
     * The comparison of the issuer that metadata, responses and tokens name. A setting of [ClientConfig.issuerCheck] takes
     * precedence.
     */
    public val issuerCheck: IssuerCheck = IssuerCheck.Exact,
    internal val quirks: ProviderQuirks = ProviderQuirks.NONE,
) {
    /** The parameters that authorization requests contain by default, unless the caller sets them. */
    public val authorizationDefaults: RequestOptions get() = quirks.authorization.defaults

    /**
     * Returns [config] for this provider: a client with it handles the provider's deviations from the specifications. It is
     * for this provider alone, at its [issuer] or with its [metadata].
     */
    public fun clientConfig(config: ClientConfig): ClientConfig {
        val builder = config.newBuilder()
        if (config.issuerCheck == IssuerCheck.Exact) builder.issuerCheck = issuerCheck
        builder.quirks = quirks
        return builder.build()
    }

    /**
     * Returns the configuration for this provider: `clientConfig("my-client") { clientSecret = secret }`.
     *
     * @throws io.github.oidcauth.InvalidConfigException if a setting cannot work.
     */
    @JvmSynthetic
    public fun clientConfig(
        clientId: String,
        configure: ClientConfig.Builder.() -> Unit = {},
    ): ClientConfig = clientConfig(ClientConfig(clientId, configure))

    private fun members(): List<Any?> = listOf(name, issuer, metadata, issuerCheck, quirks)

    override fun equals(other: Any?): Boolean = other is Provider && other.members() == members()

    override fun hashCode(): Int = members().hashCode()

    override fun toString(): String = "Provider($name, $issuer)"

    public companion object {
        /** Returns a builder for the provider called [name] at [issuer]: see [Provider.issuer]. */
        @JvmStatic
        public fun builder(
            name: String,
            issuer: String,
        ): ProviderBuilder = ProviderBuilder(name, issuer)
    }
}

/**
 * Makes a preset for a provider of your own: `Provider("Acme", "https://id.acme.example") { errorCode("token_gone",
 * "invalid_grant") }`. The name and [issuer] are those of [Provider.name] and [Provider.issuer].
 */
@JvmSynthetic
public inline fun Provider(
    name: String,
    issuer: String,
    configure: ProviderBuilder.() -> Unit = {},
): Provider = Provider.builder(name, issuer).apply(configure).build()
