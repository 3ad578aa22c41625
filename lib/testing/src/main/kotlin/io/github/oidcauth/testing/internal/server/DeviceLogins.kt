// Tested by StrictnessTest.
package io.github.oidcauth.testing.internal.server

import io.github.oidcauth.testing.ServerSettings
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.time.Clock
import kotlin.time.Instant

/** Logins on other devices (RFC 8628). Guarded by the [LoginServerCore]. */
internal class DeviceLogins(
    private val url: String,
    private val settings: ServerSettings,
    private val clock: Clock,
    private val sessions: Sessions,
    private val user: UserDecisions,
) {
    private class Login(
        val clientId: String,
        val scope: String?,
        val challenge: String?,
        val expiresAt: Instant,
    ) {
        var polls = 0
        var isOver = false
    }

    private val logins = HashMap<String, Login>()

    fun start(
        clientId: String,
        request: IncomingRequest,
    ): JsonObject {
        val challenge = request["code_challenge"]
        if (challenge != null && request["code_challenge_method"] != "S256") {
            throw OAuthErrorException("invalid_request", "The code_challenge_method is S256.")
        }
        val number = logins.size + 1
        val deviceCode = "device-$number"
        val userCode = "USER-${number.toString().padStart(CODE_LENGTH, '0')}"
        logins[deviceCode] = Login(clientId, request["scope"], challenge, clock.now() + settings.deviceCodeLifetime)
        return buildJsonObject {
            put("device_code", deviceCode)
            put("user_code", userCode)
            put("verification_uri", "$url/activate")
            put("verification_uri_complete", "$url/activate?user_code=$userCode")
            put("expires_in", settings.deviceCodeLifetime.inWholeSeconds)
            put("interval", settings.pollInterval.inWholeSeconds)
        }
    }

    /** Returns the tokens, if the user has agreed. */
    fun poll(
        deviceCode: String,
        clientId: String,
        verifier: String?,
    ): IssuedTokens {
        val login = logins[deviceCode] ?: throw OAuthErrorException("invalid_grant", "The device code is not known.")
        if (login.clientId != clientId) {
            throw OAuthErrorException("invalid_grant", "The device code was issued to another client.")
        }
        if (login.isOver) throw OAuthErrorException("invalid_grant", "The device code was used before.")
        if (verifier?.let(SigningKey::challenge) != login.challenge) {
            throw OAuthErrorException("invalid_grant", "The code_verifier is wrong.")
        }
        if (clock.now() >= login.expiresAt) throw OAuthErrorException("expired_token")
        return when (user.onPoll(login.polls++)) {
            Decision.PENDING -> {
                throw OAuthErrorException("authorization_pending")
            }

            Decision.DENIED -> {
                login.isOver = true
                throw OAuthErrorException("access_denied")
            }

            Decision.APPROVED -> {
                login.isOver = true
                sessions.issue(sessions.begin(clientId, login.scope))
            }
        }
    }

    private companion object {
        const val CODE_LENGTH = 4
    }
}
