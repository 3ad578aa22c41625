package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.internal.protocol.durationOf
import io.github.oidcauth.internal.protocol.requiredText
import io.github.oidcauth.oauth2.BackchannelAuthentication
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration
import kotlin.time.Instant

/** Starts logins on another device (CIBA Core 1.0 §7). */
internal class BackchannelAuthenticationEndpoint(
    private val caller: EndpointCaller,
    private val wire: Wire,
) {
    suspend fun start(request: BackchannelAuthenticationRequest): BackchannelAuthentication {
        val exchange = caller.post(Endpoint.BACKCHANNEL_AUTHENTICATION, request.parameters(), request.options)
        return judge(exchange.answer.successfulJson(exchange.secrets), wire.clock.now(), request.clientNotificationToken)
    }

    companion object {
        /** Judges an answer of the endpoint (CIBA Core 1.0 §7.3), received at [receivedAt]. Pure. */
        fun judge(
            json: JsonObject,
            receivedAt: Instant,
            clientNotificationToken: String?,
        ): BackchannelAuthentication {
            val lifetime =
                json.durationOf("expires_in") ?: throw UntrustedAnswerException("The server's answer has no expires_in.")
            if (lifetime <= Duration.ZERO) {
                throw UntrustedAnswerException("The login was already expired when the server answered. Start it again.")
            }
            return BackchannelAuthentication(
                authReqId = json.requiredText("auth_req_id"),
                expiresAt = receivedAt + lifetime,
                interval =
                    json.durationOf("interval")?.takeIf { it > Duration.ZERO } ?: BackchannelAuthentication.DEFAULT_INTERVAL,
                clientNotificationToken = clientNotificationToken,
            )
        }
    }
}
