package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.oauth2.ProviderDeviations
import io.github.oidcauth.internal.oauth2.Wire
import io.github.oidcauth.internal.openid.Discovery
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject

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
     * What the server calls itself, or, where [issuerCheck] says so, where its metadata are found; null when it has no name for
     * itself.
     */
    public val issuer: String?,
    /** The server's metadata when they are known by heart; null when the server publishes them below [issuer]. */
    public val metadata: ServerMetadata? = null,
    /** How the issuer is compared that metadata, answers and tokens name. A setting of [ClientConfig.issuerCheck] comes first. */
    public val issuerCheck: IssuerCheck = IssuerCheck.Exact,
    /** What the server has but leaves out of the metadata that it publishes. */
    private val unpublished: ServerMetadata = NOTHING,
    internal val deviations: ProviderDeviations = ProviderDeviations.NONE,
) {
    init {
        check(issuer != null || metadata != null) { "A provider is known by its issuer or by its metadata." }
    }

    /** What authorization requests ask for as well, unless the caller says something else of it. */
    public val authorizationDefaults: RequestOptions get() = deviations.authorization.defaults

    /** [config] at this provider. */
    internal fun configured(config: ClientConfig): ClientConfig {
        val builder = config.newBuilder()
        if (config.issuerCheck == IssuerCheck.Exact) builder.issuerCheck = issuerCheck
        builder.deviations = deviations
        return builder.build()
    }

    /**
     * The server's metadata; fetched, unless they are known by heart. [config] is for this provider.
     *
     * @throws AuthException when there are no metadata, or none to trust.
     */
    internal suspend fun metadata(
        config: ClientConfig,
        wire: Wire,
    ): ServerMetadata {
        metadata?.let { return it }
        val discovery = Discovery(wire.transport, config.insecureHttpAllowed)
        return completed(discovery.discover(checkNotNull(issuer), config.issuerCheck))
    }

    /** The client of [config] at this provider. @throws AuthException */
    internal suspend fun client(
        config: ClientConfig,
        wire: Wire,
    ): OAuth2Client {
        val own = configured(config)
        return OAuth2Client(metadata(own, wire), own, wire)
    }

    /** What the server says itself counts more than what is known of it. */
    private fun completed(published: ServerMetadata): ServerMetadata {
        val said = published.toJson().filterValues { it !is JsonNull }
        return ServerMetadata.fromJson(JsonObject(unpublished.toJson() + said))
    }

    private fun members(): List<Any?> = listOf(name, issuer, metadata, issuerCheck, unpublished, deviations)

    override fun equals(other: Any?): Boolean = other is Provider && other.members() == members()

    override fun hashCode(): Int = members().hashCode()

    override fun toString(): String = "Provider($name, ${issuer ?: metadata?.tokenEndpoint})"

    internal companion object {
        val NOTHING: ServerMetadata = ServerMetadata { }
    }
}
