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
 * One client of one authorization server (RFC 6749 §1.1): the inside of `OAuth2Client`, which logins and the management of stored
 * tokens use too. It keeps the server's public keys and the newest DPoP nonces in memory, and nothing else. Thread-safe.
 */
internal class ProtocolClient(
    published: ServerMetadata,
    val config: ClientConfig,
    val context: ClientContext,
) {
    private val server = ServerAccess(config.quirks.completeMetadata(published), config, context)

    /** The metadata of the server, completed where [config] is for a known provider. */
    val metadata: ServerMetadata get() = server.metadata

    /** The client authentication that is configured, or else chosen by [metadata]. */
    val authentication: ClientAuthentication get() = server.authentication

    /** The server's public keys. */
    val keys: JwksCache get() = server.keys

    /** Requests to protected resources. */
    val resources: ResourceCaller get() = server.resources

    val authorization: AuthorizationRequests = AuthorizationRequests(server)

    val tokens: TokenRequests = TokenRequests(server, authorization::requireOwn)

    val openId: OpenIdRequests = OpenIdRequests(server)

    /** Returns true if the server has [endpoint], at an address that can be called. */
    fun offers(endpoint: Endpoint): Boolean = endpoint in server.endpoints

    companion object {
        /**
         * Returns the client of [config] at [issuer], whose metadata are fetched.
         *
         * @throws AuthException when there are no metadata, or none to trust.
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
         * Returns the client of [config] at [provider], whose metadata are fetched unless they are known.
         *
         * @throws AuthException when there are no metadata, or none to trust.
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
