// Tested by BackchannelAuthenticationTest and SignedBackchannelRequestTest.
package io.github.oidcauth.internal.authorization

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.endpoints.EndpointCaller
import io.github.oidcauth.internal.endpoints.ParameterRules
import io.github.oidcauth.internal.endpoints.successfulJson
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.responses.pollingInterval
import io.github.oidcauth.internal.tokens.durationOf
import io.github.oidcauth.internal.tokens.requiredText
import io.github.oidcauth.internal.tokens.without
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.BackchannelAuthentication
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest
import io.github.oidcauth.oauth2.RequestOptions
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration
import kotlin.time.Instant

/** Starts logins on another device (CIBA Core 1.0 §7). */
internal class BackchannelAuthenticationEndpoint(
    private val caller: EndpointCaller,
    private val requestObjects: RequestObjectFactory,
    private val clientContext: ClientContext,
) {
    suspend fun start(request: BackchannelAuthenticationRequest): BackchannelAuthentication {
        val parameters = request.parameters()
        val options = request.options
        ParameterRules.check(parameters, options)
        val signed = requestObjects.signBackchannel(parameters + options.parameters())
        val exchange =
            if (signed == null) {
                caller.post(Endpoint.BACKCHANNEL_AUTHENTICATION, parameters, options)
            } else {
                sendSigned(signed, options)
            }
        val secrets = exchange.secrets + caller.secretsOf(parameters, options)
        return validate(
            exchange.response.successfulJson(secrets, exchange.clientAdvice),
            clientContext.clock.now(),
            request.clientNotificationToken,
        )
    }

    /** CIBA Core 1.0 §7.1.1: apart from the JWT, only the parameters of client authentication are sent. */
    private suspend fun sendSigned(
        signed: String,
        options: RequestOptions,
    ): EndpointCaller.Exchange {
        RequestObjectClaims.checkCustom(options.custom)
        caller.quirks.check(Endpoint.BACKCHANNEL_AUTHENTICATION, options)
        return caller.post(Endpoint.BACKCHANNEL_AUTHENTICATION, listOf("request" to signed), options.credentialsOnly())
    }

    companion object {
        /** The members that are properties of a [BackchannelAuthentication]. */
        private val MEMBERS = listOf("auth_req_id", "expires_in", "interval")

        /** Validates a response of the endpoint (CIBA Core 1.0 §7.3), received at [receivedAt]. Pure. */
        fun validate(
            json: JsonObject,
            receivedAt: Instant,
            clientNotificationToken: String?,
        ): BackchannelAuthentication {
            val lifetime =
                json.durationOf("expires_in") ?: throw InvalidResponseException("The server's response has no expires_in.")
            if (lifetime <= Duration.ZERO) {
                throw InvalidResponseException("The login was already expired when the server responded. Start it again.")
            }
            return BackchannelAuthentication(
                authReqId = json.requiredText("auth_req_id"),
                expiresAt = receivedAt + lifetime,
                interval = json.pollingInterval() ?: BackchannelAuthentication.DEFAULT_INTERVAL,
                clientNotificationToken = clientNotificationToken,
                extra = json.without(MEMBERS),
            )
        }
    }
}
