// Tested by DevicePkceTest.
package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.internal.crypto.Pkce
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.responses.DeviceAuthorizationResponseReader
import io.github.oidcauth.internal.responses.JsonResponseReader
import io.github.oidcauth.internal.responses.ServerRole
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata

/** Starts device logins (RFC 8628 §3.1). */
internal class DeviceAuthorizationEndpoint(
    private val caller: EndpointCaller,
    private val clientContext: ClientContext,
    private val metadata: ServerMetadata,
    private val allowInsecureHttp: Boolean,
) {
    /**
     * Requests a device code. The request is sent a second time, with PKCE, if the server may have refused it because PKCE was
     * missing.
     */
    suspend fun start(options: RequestOptions): DeviceCode =
        try {
            start(options, emptyList())
        } catch (e: InvalidRequestException) {
            // Keycloak requires PKCE here from clients that must use it. RFC 8628 does not mention PKCE, so other servers may
            // refuse it.
            if (Pkce.METHOD !in metadata.strings("code_challenge_methods_supported").orEmpty()) throw e
            val verifier = Pkce.verifier(clientContext.random)
            val challenge = Pkce.challenge(verifier, clientContext.jose.digest)
            start(
                options,
                listOf("code_challenge" to challenge, "code_challenge_method" to Pkce.METHOD),
            ).withCodeVerifier(verifier)
        }

    private suspend fun start(
        options: RequestOptions,
        parameters: List<Pair<String, String>>,
    ): DeviceCode {
        val exchange = caller.post(Endpoint.DEVICE_AUTHORIZATION, parameters, options)
        val response = exchange.response
        val text = caller.quirks.responses.json(response.mediaType, response.body)
        val json =
            try {
                JsonResponseReader.decode(
                    response.statusCode,
                    text,
                    exchange.secrets,
                    ServerRole.AUTHORIZATION_SERVER,
                    exchange.errorContext,
                )
            } catch (e: OtherOAuthException) {
                throw caller.quirks.toStandardError(e)
            }
        return DeviceAuthorizationResponseReader.validate(json, clientContext.clock.now(), allowInsecureHttp)
    }
}
