package io.github.oidcauth.providers

import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import kotlin.jvm.JvmSynthetic

/**
 * A provider that is known: where its endpoints are, and what it does otherwise than the specifications say.
 *
 * ```
 * val client = OAuth2Client.of(Auth0.tenant("acme.eu.auth0.com"), "my-client") { clientSecret = secret }
 * ```
 *
 * [Auth0], [Cognito], [Entra], [GitHub], [GitLab], [Google], [Keycloak], [Okta], [Ping] and [Slack] make them. A provider without
 * a preset needs none when it keeps to the specifications: [OAuth2Client] takes its issuer. An immutable value, without
 * secrets.
 */
public class Provider internal constructor(
    /** What people call it. */
    public val name: String,
    /**
     * What the server calls itself, or, where [issuerCheck] says so, where its metadata are found. A server that has no name for
     * itself has its [metadata] known by heart, and this is what its tokens are stored under.
     */
    public val issuer: String,
    /** The server's metadata when they are known by heart; null when the server publishes them below [issuer]. */
    public val metadata: ServerMetadata? = null,
    /**
     * How the issuer is compared that metadata, responses and tokens name. A setting of [ClientConfig.issuerCheck] comes first.
     */
    public val issuerCheck: IssuerCheck = IssuerCheck.Exact,
    internal val quirks: ProviderQuirks = ProviderQuirks.NONE,
) {
    /** What authorization requests ask for as well, unless the caller says something else of it. */
    public val authorizationDefaults: RequestOptions get() = quirks.authorization.defaults

    /**
     * [config] for this provider: a client with it knows what the provider does otherwise than the specifications say. It is for
     * this provider alone, at its [issuer] or with its [metadata].
     */
    public fun clientConfig(config: ClientConfig): ClientConfig {
        val builder = config.newBuilder()
        if (config.issuerCheck == IssuerCheck.Exact) builder.issuerCheck = issuerCheck
        builder.quirks = quirks
        return builder.build()
    }

    /**
     * `clientConfig("my-client") { clientSecret = secret }`.
     *
     * @throws io.github.oidcauth.InvalidConfigException when a setting cannot work.
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
}
