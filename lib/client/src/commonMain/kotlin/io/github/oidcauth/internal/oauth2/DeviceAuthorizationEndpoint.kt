package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.internal.protocol.Addressee
import io.github.oidcauth.internal.protocol.DeviceAuthorizationAnswer
import io.github.oidcauth.internal.protocol.JsonAnswer
import io.github.oidcauth.oauth2.RequestOptions

/** Starts device logins (RFC 8628 §3.1). */
internal class DeviceAuthorizationEndpoint(
    private val caller: EndpointCaller,
    private val wire: Wire,
    private val allowInsecureHttp: Boolean,
) {
    suspend fun start(options: RequestOptions): DeviceCode {
        val exchange = caller.post(Endpoint.DEVICE_AUTHORIZATION, emptyList(), options)
        val answer = exchange.answer
        val text = caller.deviations.answers.json(answer.mediaType, answer.body)
        val json =
            try {
                JsonAnswer.decode(answer.statusCode, text, exchange.secrets, Addressee.AUTHORIZATION_SERVER)
            } catch (e: OtherOAuthException) {
                throw caller.deviations.standardised(e)
            }
        return DeviceAuthorizationAnswer.judge(json, wire.clock.now(), allowInsecureHttp)
    }
}
