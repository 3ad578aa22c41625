// Tested by AuthorizationRequestTest and ClientAuthenticationTest.
package io.github.oidcauth.internal.client

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.dpop.ResourceCaller
import io.github.oidcauth.internal.jwt.JwksCache
import io.github.oidcauth.internal.metadata.Discovery
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.ClientAuthentication
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.providers.Provider

/**
 * One client of one authorization server (RFC 6749 §1.1). `OAuth2Client`, the logins and the management of stored tokens use
 * it. It keeps only the public keys of the server and its newest DPoP nonces in memory. Thread-safe.
 */
internal class ProtocolClient(
    published: ServerMetadata,
    val config: ClientConfig,
    val context: ClientContext,
) {
    private val server = ServerAccess(config.quirks.completeMetadata(published), config, context)

    /** The metadata of the server, with the members that a known provider has but does not publish. */
    val metadata: ServerMetadata get() = server.metadata

    /** The client authentication of the configuration, or else one that is selected from [metadata]. */
    val authentication: ClientAuthentication get() = server.authentication

    /** The server's public keys. */
    val keys: JwksCache get() = server.keys

    /** Requests to protected resources. */
    val resources: ResourceCaller get() = server.resources

    val authorization: AuthorizationRequests = AuthorizationRequests(server)

    val tokens: TokenRequests = TokenRequests(server, authorization::requireOwn)

    val openId: OpenIdRequests = OpenIdRequests(server)

    /** Returns true if the server has [endpoint] and its address can be called. */
    fun offers(endpoint: Endpoint): Boolean = endpoint in server.endpoints

    companion object {
        /**
         * Fetches the metadata of [issuer], and returns the client of [config] there.
         *
         * @throws AuthException when the metadata cannot be fetched or are not valid.
         */
        suspend fun discover(
            issuer: String,
            config: ClientConfig,
            context: ClientContext,
        ): ProtocolClient {
            val metadata = Discovery(context.transport, config.insecureHttpAllowed).discover(issuer, config.issuerCheck)
            return ProtocolClient(metadata, config, context)
        }

        /**
         * Fetches the metadata of [provider], unless they are known, and returns the client of [config] there.
         *
         * @throws AuthException when the metadata cannot be fetched or are not valid.
         */
        suspend fun of(
            provider: Provider,
            config: ClientConfig,
            context: ClientContext,
        ): ProtocolClient {
            val ofProvider = provider.clientConfig(config)
            return provider.metadata?.let { ProtocolClient(it, ofProvider, context) }
                ?: discover(provider.issuer, ofProvider, context)
        }
    }
}
