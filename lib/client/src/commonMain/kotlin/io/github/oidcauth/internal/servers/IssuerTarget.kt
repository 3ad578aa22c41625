package io.github.oidcauth.internal.servers

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.addresses.IssuerName
import io.github.oidcauth.internal.metadata.WellKnownUrls
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata

/** A standard issuer as something to log in to: who it is, as which client, and for what. */
internal class IssuerTarget(
    /** The issuer, or the URL of its metadata document, letter by letter. */
    val name: IssuerName,
    val client: ClientConfig,
    /** What the caller knows of the server, or null to discover it. */
    val metadata: ServerMetadata?,
    val options: RequestOptions,
) {
    /** The issuer, by which tokens are kept. */
    val issuer: String get() = name.issuer

    val key: TokenKey =
        TokenKey.forIssuer(issuer, client.clientId, listOfNotNull(options.scope), options.audiences, options.resources)

    private fun members(): List<Any?> = listOf(name.toString(), client, metadata, options)

    override fun equals(other: Any?): Boolean = other is IssuerTarget && other.members() == members()

    override fun hashCode(): Int = members().hashCode()

    override fun toString(): String = key.value

    companion object {
        /**
         * The target that a user names by [host]: an issuer, or the URL of its metadata document.
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
            val name = IssuerName.of(if ("://" in trimmed) trimmed else "https://$trimmed")
            WellKnownUrls.of(name, client.insecureHttpAllowed)
            return IssuerTarget(name, client, metadata, options)
        }
    }
}
