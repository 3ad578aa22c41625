package io.github.oidcauth.internal

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.openid.MetadataPlaces
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata

/** A standard issuer as something to log in to: who it is, as which client, and for what. */
internal class IssuerTarget(
    /** Letter by letter, as the server writes it. */
    val issuer: String,
    val client: ClientConfig,
    /** What the caller knows of the server, or null to discover it. */
    val metadata: ServerMetadata?,
    val options: RequestOptions,
) {
    val key: TokenKey =
        TokenKey.forIssuer(issuer, client.clientId, listOfNotNull(options.scope), options.audiences, options.resources)

    override fun equals(other: Any?): Boolean =
        other is IssuerTarget && other.issuer == issuer && other.client == client && other.metadata == metadata &&
            other.options == options

    override fun hashCode(): Int = 31 * issuer.hashCode() + client.hashCode()

    override fun toString(): String = key.value

    companion object {
        /**
         * The target that a person names by [host].
         *
         * @throws InvalidConfigException when that is no issuer, or a scope, audience or resource cannot be one.
         */
        fun of(
            host: String,
            client: ClientConfig,
            metadata: ServerMetadata?,
            options: RequestOptions,
        ): IssuerTarget {
            val trimmed = host.trim()
            val issuer = if ("://" in trimmed) trimmed else "https://$trimmed"
            MetadataPlaces.of(issuer, client.insecureHttpAllowed)
            return IssuerTarget(issuer, client, metadata, options)
        }
    }
}
