package io.github.oidcauth.internal.authorization

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.dpop.DPoPBinding
import io.github.oidcauth.internal.endpoints.EndpointCaller
import io.github.oidcauth.internal.endpoints.successfulJson
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.tokens.durationOf
import io.github.oidcauth.internal.tokens.requiredText
import io.github.oidcauth.internal.tokens.without
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.AuthorizationRequest
import kotlin.time.Instant

/** Pushes authorization requests (RFC 9126 §2). */
internal class PushedAuthorizationRequestEndpoint(
    private val caller: EndpointCaller,
    private val binding: DPoPBinding,
    private val clientContext: ClientContext,
) {
    /**
     * Pushes [request] and returns it with its `request_uri`. The request is sent once: if no response arrives, the server
     * discards the pushed request after its lifetime. It has a proof of the key that the code will be bound to, so that no one
     * can push a request for a key that they do not have (RFC 9449 §10.1).
     */
    suspend fun push(request: AuthorizationRequest): AuthorizationRequest {
        val exchange =
            caller.post(
                Endpoint.PUSHED_AUTHORIZATION_REQUEST,
                parametersToPush(request),
                proofs = binding.proofsOf(request.dpopKey),
            )
        return request.with(validate(exchange.response, clientContext.clock.now(), exchange.secrets, exchange.clientAdvice))
    }

    private fun parametersToPush(request: AuthorizationRequest): List<Pair<String, String>> =
        when (val delivery = request.delivery) {
            is RequestDelivery.InUrl -> {
                request.parameters
            }

            // RFC 9126 §3: all parameters are in the request object, and the server ignores others.
            is RequestDelivery.ByValue -> {
                listOf("client_id" to request.clientId, "request" to delivery.requestObject)
            }

            // RFC 9126 §2.1 forbids `request_uri` here.
            is RequestDelivery.ByReference -> {
                throw IllegalArgumentException("A request with a request_uri cannot be pushed.")
            }
        }

    companion object {
        private const val MAX_REQUEST_URI = 2048
        private val MEMBERS = listOf("request_uri", "expires_in")

        /** A URN in the examples of RFC 9101 §5.2. The server may choose another scheme (RFC 9126 §2.2), but never http. */
        private val REQUEST_URI = Regex("^(?![Hh][Tt][Tt][Pp]:)[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$")

        /**
         * Validates a response of the endpoint (RFC 9126 §2.2, §2.3).
         *
         * @throws io.github.oidcauth.AuthException when [response] is an error, or is not valid.
         */
        fun validate(
            response: RawResponse,
            receivedAt: Instant,
            secrets: Collection<String> = emptyList(),
            clientAdvice: String? = null,
        ): RequestDelivery {
            val json = response.successfulJson(secrets, clientAdvice)
            val uri = json.requiredText("request_uri")
            if (uri.length > MAX_REQUEST_URI || !REQUEST_URI.matches(uri)) {
                throw InvalidResponseException("The request_uri in the server's response is not valid.", response.statusCode)
            }
            val lifetime =
                json.durationOf("expires_in")?.takeIf { it.isPositive() }
                    ?: throw InvalidResponseException(
                        "The server's response has no expires_in that is more than zero.",
                        response.statusCode,
                    )
            val expiresAt = Instant.fromEpochSeconds((receivedAt + lifetime).epochSeconds)
            return RequestDelivery.ByReference(uri, expiresAt, extra = json.without(MEMBERS))
        }
    }
}
