package io.github.oidcauth.sample.server.application

import java.time.Clock

/** Obtains tokens from the provider, for the application's routes. */
internal class ProviderLogin(
    private val provider: Provider,
    private val scopes: List<String>,
    private val clock: Clock,
) {
    fun startDevice(): Map<String, Any?> {
        val asked = (scopes + "openid" + "offline_access").distinct().joinToString(" ")
        val response = provider.post("device_authorization_endpoint", mapOf("scope" to asked))
        for (name in listOf("device_code", "user_code", "verification_uri", "expires_in")) {
            if (name !in response) throw InvalidRequest(502, "upstream_malformed_response, missing: $name")
        }
        return linkedMapOf(
            "device_code" to response["device_code"],
            "user_code" to response["user_code"],
            "verification_uri" to response["verification_uri"],
            "verification_uri_complete" to response["verification_uri_complete"],
            "expires_in" to response["expires_in"],
            "interval" to (response["interval"] ?: 5),
        )
    }

    fun token(
        request: TokenRequest,
        ownUrl: String,
    ): Token =
        when {
            request.code != null -> {
                exchange(
                    "authorization_code",
                    mapOf("code" to request.code, "redirect_uri" to (request.redirectUri ?: ownUrl)) +
                        listOfNotNull(request.codeVerifier?.let { "code_verifier" to it }),
                )
            }

            request.refreshToken != null -> {
                refresh(request.refreshToken)
            }

            request.deviceCode != null -> {
                exchange(DEVICE_GRANT, mapOf("device_code" to request.deviceCode))
            }

            else -> {
                throw InvalidRequest(400, "Missing (device) code or refresh_token")
            }
        }

    fun refresh(refreshToken: String): Token = exchange("refresh_token", mapOf("refresh_token" to refreshToken))

    private fun exchange(
        grant: String,
        form: Map<String, String>,
    ): Token = Token.from(provider.post("token_endpoint", form + ("grant_type" to grant)), clock.instant())

    private companion object {
        const val DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
    }
}
