// Tested by AuthorizationRequestTest.
package io.github.oidcauth.internal.client

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.authorization.AuthorizationRequestFactory
import io.github.oidcauth.internal.authorization.AuthorizationRequestPreparer
import io.github.oidcauth.internal.authorization.AuthorizationResponseProcessor
import io.github.oidcauth.internal.authorization.PushedAuthorizationRequestEndpoint
import io.github.oidcauth.internal.callback.AuthorizationResponseValidator
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationRequestBuilder
import io.github.oidcauth.oauth2.AuthorizationResponse

/**
 * Creates the authorization requests of one client, and validates the responses to them (RFC 6749 §4.1). A request of another
 * client, or to another server, causes an [IllegalArgumentException]. Thread-safe.
 */
internal class AuthorizationRequests(
    private val server: ServerAccess,
) {
    private val pushedRequestEndpoint by lazy {
        PushedAuthorizationRequestEndpoint(server.caller, server.binding, server.context)
    }
    private val preparer by lazy {
        AuthorizationRequestPreparer(
            server.metadata,
            server.config.authorization,
            server.requestObjects,
            pushedRequestEndpoint,
        )
    }
    private val responses by lazy {
        AuthorizationResponseProcessor(server.metadata, server.config, server.keys, server.jwts, server.context)
    }

    /** Returns a builder of requests whose responses are sent to [redirectUri]. Sends nothing. */
    fun builder(redirectUri: String): AuthorizationRequestBuilder {
        val factory = AuthorizationRequestFactory(server.metadata, server.config, server.binding, server.context)
        return AuthorizationRequestBuilder(redirectUri, factory::create)
    }

    /** Returns [request], signed and pushed if the server or the configuration requires it. */
    suspend fun prepare(request: AuthorizationRequest): AuthorizationRequest {
        requireOwn(request)
        return preparer.prepare(request)
    }

    /** Returns [request] with its parameters in a signed JWT (RFC 9101 §4). */
    suspend fun sign(request: AuthorizationRequest): AuthorizationRequest {
        requireOwn(request)
        return server.requestObjects.sign(request)
    }

    /** Pushes [request] to the server, and returns it with a reference that replaces the parameters (RFC 9126 §2). */
    suspend fun push(request: AuthorizationRequest): AuthorizationRequest {
        requireOwn(request)
        return pushedRequestEndpoint.push(request)
    }

    /**
     * Returns the response to [request] that [parameters] contain.
     *
     * @throws AuthException when the response is an error, or is not a valid response to the request.
     */
    suspend fun validate(
        request: AuthorizationRequest,
        parameters: Map<String, List<String>>,
    ): AuthorizationResponse = responses.validate(request, parameters)

    /**
     * Returns the validator of responses to [request], with the keys that it needs.
     *
     * @throws AuthException when the keys cannot be fetched.
     */
    suspend fun validatorFor(request: AuthorizationRequest): AuthorizationResponseValidator = responses.validatorFor(request)

    fun requireOwn(request: AuthorizationRequest): Unit = responses.requireOwn(request)
}
