package io.github.oidcauth.sample.server.application

import com.nimbusds.jwt.JWTParser
import io.github.oidcauth.sample.server.web.Json
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.ServerRequest
import org.springframework.web.servlet.function.ServerResponse
import org.springframework.web.servlet.function.router
import java.text.ParseException

/** An API to call with a token of either kind. */
internal class ProtectedApi(
    private val brokerIssuer: String,
    private val passthrough: LoginMode,
    private val broker: LoginMode,
) {
    fun routes(): RouterFunction<ServerResponse> =
        router {
            GET("/api/me", ::me)
            GET("/broker/api/me", ::me)
        }

    private fun me(request: ServerRequest): ServerResponse {
        val token = Bearer.token(request)
        val mode = if (issuer(token) == brokerIssuer) broker else passthrough
        val user =
            try {
                mode.user(token)
            } catch (refused: InvalidRequest) {
                // RFC 6750 §3.1: say what is wrong with the token.
                val code = if (refused.status == 403) "insufficient_scope" else "invalid_token"
                throw InvalidRequest(refused.status, refused.detail, mapOf("WWW-Authenticate" to "Bearer error=\"$code\""))
            }
        return Json.respond(mapOf("username" to user.username))
    }

    /** Chooses who checks the token; nothing is believed yet. */
    private fun issuer(token: String): String? =
        try {
            JWTParser.parse(token).jwtClaimsSet?.issuer
        } catch (_: ParseException) {
            null
        }
}
