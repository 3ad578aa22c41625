package io.github.oidcauth.internal.authorization

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.dpop.DPoPBinding
import io.github.oidcauth.internal.endpoints.EndpointCaller
import io.github.oidcauth.internal.endpoints.successfulJson
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.tokens.durationOf
import io.github.oidcauth.internal.tokens.requiredText
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
     * Sent once: what was pushed without a response is forgotten by the server in time. With a proof of the key that the code is
     * bound to, so that nobody can push a request for a key that is not theirs (RFC 9449 §10.1).
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

            // RFC 9126 §3: everything is in the request object, and nothing beside it counts.
            is RequestDelivery.ByValue -> {
                listOf("client_id" to request.clientId, "request" to delivery.requestObject)
            }

            // RFC 9126 §2.1.
            is RequestDelivery.ByReference -> {
                throw IllegalArgumentException("A request that is known by a request_uri cannot be pushed.")
            }
        }

    companion object {
        private const val MAX_REQUEST_URI = 2048

        /** RFC 9101 §5.2 has URNs in mind here. What else it is, is left to the server (RFC 9126 §2.2), but it is never http. */
        private val REQUEST_URI = Regex("^(?![Hh][Tt][Tt][Pp]:)[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$")

        /** RFC 9126 §2.2, §2.3. @throws io.github.oidcauth.AuthException when [response] is not what it says. */
        fun validate(
            response: RawResponse,
            receivedAt: Instant,
            secrets: Collection<String> = emptyList(),
            clientAdvice: String? = null,
        ): RequestDelivery {
            val json = response.successfulJson(secrets, clientAdvice)
            val uri = json.requiredText("request_uri")
            if (uri.length > MAX_REQUEST_URI || !REQUEST_URI.matches(uri)) {
                throw InvalidResponseException("The request_uri in the server's response is none.", response.statusCode)
            }
            val lifetime =
                json.durationOf("expires_in")?.takeIf { it.isPositive() }
                    ?: throw InvalidResponseException(
                        "The server's response has no expires_in that is more than zero.",
                        response.statusCode,
                    )
            return RequestDelivery.ByReference(uri, Instant.fromEpochSeconds((receivedAt + lifetime).epochSeconds))
        }
    }
}
