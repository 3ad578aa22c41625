// Tested by AuthorizationResponseTest.
package io.github.oidcauth.internal.authorization

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.callback.AuthorizationResponseContent
import io.github.oidcauth.internal.callback.AuthorizationResponseResult
import io.github.oidcauth.internal.callback.AuthorizationResponseValidator
import io.github.oidcauth.internal.callback.PlainResponseValidator
import io.github.oidcauth.internal.jwt.JwtReader
import io.github.oidcauth.internal.jwt.KeySource
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationResponse
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.ServerMetadata

/** Validates authorization responses, after it has fetched the keys that the validators need. */
internal class AuthorizationResponseProcessor(
    private val metadata: ServerMetadata,
    private val config: ClientConfig,
    private val keys: KeySource,
    private val jwts: JwtReader,
    private val clientContext: ClientContext,
) {
    private val jarm = JarmRules(metadata, config)

    /**
     * Returns the response to [request] that [parameters] contain.
     *
     * @throws AuthException when the response is an error, or is not a valid response to the request.
     */
    suspend fun validate(
        request: AuthorizationRequest,
        parameters: Map<String, List<String>>,
    ): AuthorizationResponse {
        val result = validatorFor(request).validate(parameters)
        if (result !is AuthorizationResponseResult.UnknownKey) return responseOf(request, result)
        // Another caller may have fetched the keys meanwhile.
        val newKeys = keys.refreshForUnknownKey() ?: keys.current()
        return responseOf(request, validatorFor(request, newKeys).validate(parameters))
    }

    /**
     * Returns the validator of responses to [request], with the keys that it needs.
     *
     * @throws AuthException when the keys cannot be fetched.
     */
    suspend fun validatorFor(request: AuthorizationRequest): AuthorizationResponseValidator {
        requireOwn(request)
        return validatorFor(request, if (request.isResponseSigned && jarm.policy.needsKeys) keys.current() else emptyList())
    }

    /**
     * Checks that this client made [request] for this server.
     *
     * @throws IllegalArgumentException when it did not.
     */
    fun requireOwn(request: AuthorizationRequest) {
        val isSameServer =
            request.issuer == metadata.issuer &&
                (request.issuer != null || request.authorizationEndpoint == metadata.authorizationEndpoint)
        require(isSameServer && request.clientId == config.clientId) {
            "The authorization request was made by another client, or for another server."
        }
    }

    private fun validatorFor(
        request: AuthorizationRequest,
        published: List<Jwk>,
    ): AuthorizationResponseValidator {
        val content = AuthorizationResponseContent(request.state, listOfNotNull(request.codeVerifier, request.nonce))
        if (request.isResponseSigned) {
            return JarmResponseValidator(
                content,
                jarm,
                published,
                jwts,
                clientContext.jose.verifier,
                clientContext.clock,
            )
        }
        val issuerRule =
            ServerIssuerRule(config.issuerCheck, metadata.issuer, metadata.authorizationResponseIssParameterSupported)
        return PlainResponseValidator(content, issuerRule)
    }

    private fun responseOf(
        request: AuthorizationRequest,
        result: AuthorizationResponseResult,
    ): AuthorizationResponse =
        when (result) {
            is AuthorizationResponseResult.Granted -> AuthorizationResponse(request, result)
            is AuthorizationResponseResult.Refused -> throw result.cause
            is AuthorizationResponseResult.UnknownKey -> throw result.cause
            is AuthorizationResponseResult.Unrelated -> throw result.cause
        }
}
