// Tested by ClientAuthenticationTest and GrantRequestTest.
package io.github.oidcauth.internal.client

import io.github.oidcauth.internal.authorization.RequestObjectFactory
import io.github.oidcauth.internal.dpop.DPoPBinding
import io.github.oidcauth.internal.dpop.DPoPProver
import io.github.oidcauth.internal.dpop.ResourceCaller
import io.github.oidcauth.internal.endpoints.ClientAuthenticationSelector
import io.github.oidcauth.internal.endpoints.ClientAuthenticator
import io.github.oidcauth.internal.endpoints.EndpointCaller
import io.github.oidcauth.internal.jwt.AccessTokenValidator
import io.github.oidcauth.internal.jwt.IdTokenValidator
import io.github.oidcauth.internal.jwt.JwksCache
import io.github.oidcauth.internal.jwt.JwtReader
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.metadata.Endpoints
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.ClientAuthentication
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ServerMetadata

/**
 * The parts that all requests of one client to one server share: the endpoints, the credentials of the client, the keys of the
 * server, and the proofs for bound tokens. Thread-safe.
 */
internal class ServerAccess(
    /** The metadata of the server, with the members that a known provider has but does not publish. */
    val metadata: ServerMetadata,
    val config: ClientConfig,
    val context: ClientContext,
) {
    /** The client authentication of the configuration, or else one that is selected from [metadata]. */
    val authentication: ClientAuthentication = ClientAuthenticationSelector.select(config, metadata)

    private val authenticator =
        ClientAuthenticator(
            config.clientId,
            authentication,
            metadata,
            context,
            config.quirks.isAssertionTyped,
            hasCertificate = config.clientCertificate != null,
        )

    /** The endpoints that the client calls itself, with its certificate if it has one. */
    val endpoints: Endpoints =
        Endpoints(
            metadata,
            config.insecureHttpAllowed,
            mutualTls = config.clientCertificate != null || authenticator.isMutualTls,
        )

    /** The endpoints that the user's browser opens. The browser does not present the client's certificate (RFC 8705 §5). */
    val browserEndpoints: Endpoints = Endpoints(metadata, config.insecureHttpAllowed)

    val caller: EndpointCaller = EndpointCaller(endpoints, authenticator, context, config.quirks)

    /** The public keys of the server, for all its signatures. */
    val keys: JwksCache = JwksCache(context.timeSource) { context.transport.get(endpoints.require(Endpoint.JWKS)) }

    val jwts: JwtReader = JwtReader(config, keys, context)

    private val prover = DPoPProver(context, metadata.strings(DPoPProver.ALGORITHMS))

    val binding: DPoPBinding = DPoPBinding(config.dpop, metadata, prover, context)

    val resources: ResourceCaller = ResourceCaller(context, prover, config.insecureHttpAllowed)

    val idTokens: IdTokenValidator by lazy { IdTokenValidator(config, metadata, jwts, keys, context) }

    val accessTokens: AccessTokenValidator by lazy { AccessTokenValidator(config, metadata, jwts, context.clock) }

    val requestObjects: RequestObjectFactory by lazy { RequestObjectFactory(metadata, config, keys, context) }
}
