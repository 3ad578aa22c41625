// Tested by IssuerServerTest.
package io.github.oidcauth.internal.servers

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.addresses.IssuerName
import io.github.oidcauth.internal.metadata.WellKnownUrls
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokens.AccessTokenType
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata

/** The target of a login at a standard issuer: the issuer, the client, and the options of the request. */
internal class IssuerTarget(
    /** The issuer, or the URL of its metadata document, exactly as named. */
    val name: IssuerName,
    val client: ClientConfig,
    /** The metadata that the caller set, or null to discover them. */
    val metadata: ServerMetadata?,
    val options: RequestOptions,
    /** The scope that the user consents to in a browser login in addition to that of the [options], or null. */
    val extraScope: String? = null,
    /** One of several accounts of the user at the issuer, or null. */
    val account: String? = null,
) {
    /** The issuer, which is part of the key of stored tokens. */
    val issuer: String get() = name.issuer

    val key: TokenKey =
        TokenKey.forIssuer(issuer, client.clientId, listOfNotNull(options.scope), options.audiences, options.resources, account)

    /** Returns true if this client can use [token]: it is a bearer token and those are accepted, or its key is stored with it. */
    fun accepts(token: Token): Boolean {
        if (token.dpopKey != null) return true
        val isBound = AccessTokenType.find(token.tokenType) == AccessTokenType.DPOP
        return !isBound && client.dpop?.isBearerAccepted != false
    }

    private fun members(): List<Any?> = listOf(name.toString(), client, metadata, options, extraScope, account)

    override fun equals(other: Any?): Boolean = other is IssuerTarget && other.members() == members()

    override fun hashCode(): Int = members().hashCode()

    override fun toString(): String = key.value

    companion object {
        /**
         * Returns the target for [host], as a user names it: an issuer, or the URL of its metadata document.
         *
         * @throws InvalidConfigException when [host] is not a valid issuer, or a scope, audience or resource is not valid.
         */
        fun of(
            host: String,
            client: ClientConfig,
            metadata: ServerMetadata?,
            options: RequestOptions,
            extraScope: String? = null,
            account: String? = null,
        ): IssuerTarget {
            val trimmed = host.trim()
            val name = IssuerName.of(if ("://" in trimmed) trimmed else "https://$trimmed")
            WellKnownUrls.of(name, client.insecureHttpAllowed)
            if (name.document?.contains('?') == true) {
                // The key of a stored token has its issuer, so the tokens of all documents of an issuer would be the same to it.
                throw InvalidConfigException(
                    "${name.document.printable()} is the URL of a metadata document with a query. Tokens are stored by issuer, " +
                        "so pass the issuer, and the content of the document as metadata if it differs from that of the issuer.",
                )
            }
            return IssuerTarget(name, client, metadata, options, extraScope, account)
        }
    }
}
