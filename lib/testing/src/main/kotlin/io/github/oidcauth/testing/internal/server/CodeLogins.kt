// Tested by StrictnessTest.
package io.github.oidcauth.testing.internal.server

import io.ktor.http.URLBuilder
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Instant

/** Logins in the browser, from the page to the code (RFC 6749 §4.1, RFC 7636). Guarded by the [LoginServerCore]. */
internal class CodeLogins(
    private val issuer: String,
    private val clock: Clock,
    private val clients: Clients,
    private val sessions: Sessions,
    private val user: UserDecisions,
) {
    private class Code(
        val clientId: String,
        val redirectUri: String,
        val challenge: String,
        val scope: String?,
        val nonce: String?,
        val expiresAt: Instant,
    ) {
        var session: Session? = null
    }

    private val codes = HashMap<String, Code>()

    /**
     * Returns the page for the browser. A fault in the client or the redirect URI is shown there; all others are sent back to
     * the client.
     */
    fun authorize(
        request: IncomingRequest,
        fault: OAuthErrorException? = null,
    ): Reply.Response {
        val clientId = request["client_id"]
        val redirectUri = request["redirect_uri"]
        if (clientId == null || !clients.isKnown(clientId)) return Reply.page("The client is not registered.", BAD_REQUEST)
        if (redirectUri == null || !clients.isRedirectAllowed(clientId, redirectUri)) {
            return Reply.page("The redirect URI is not registered.", BAD_REQUEST)
        }
        return try {
            fault?.let { throw it }
            val code = code(clientId, redirectUri, request)
            if (code == null) Reply.page("Who are you?") else back(request, redirectUri, "code" to code)
        } catch (e: OAuthErrorException) {
            back(request, redirectUri, "error" to e.code, "error_description" to e.description)
        }
    }

    /** Redeems a code. A code that was redeemed before ends its session (RFC 6749 §4.1.2). */
    fun redeem(
        clientId: String,
        request: IncomingRequest,
    ): IssuedTokens {
        val code = codes[request.require("code")] ?: throw OAuthErrorException("invalid_grant", "The code is not known.")
        code.session?.let {
            it.isRevoked = true
            throw OAuthErrorException("invalid_grant", "The code was used before. The session is over.")
        }
        if (code.clientId != clientId) throw OAuthErrorException("invalid_grant", "The code was issued to another client.")
        if (clock.now() >= code.expiresAt) throw OAuthErrorException("invalid_grant", "The code has expired.")
        if (request.require("redirect_uri") != code.redirectUri) {
            throw OAuthErrorException("invalid_grant", "The redirect_uri is another one.")
        }
        if (SigningKey.challenge(request.require("code_verifier")) != code.challenge) {
            throw OAuthErrorException("invalid_grant", "The code_verifier is wrong.")
        }
        return sessions.issue(sessions.begin(clientId, code.scope, code.nonce).also { code.session = it })
    }

    private fun code(
        clientId: String,
        redirectUri: String,
        request: IncomingRequest,
    ): String? {
        if (request["response_type"] != "code") throw OAuthErrorException("unsupported_response_type")
        if (request["response_mode"] !in setOf(null, "query")) {
            throw OAuthErrorException("invalid_request", "The response_mode is query.")
        }
        if (request["state"].isNullOrEmpty()) throw OAuthErrorException("invalid_request", "There is no state.")
        if (request["code_challenge_method"] != "S256") {
            throw OAuthErrorException("invalid_request", "The code_challenge_method is S256.")
        }
        val challenge = request.require("code_challenge")
        return when (user.onPage()) {
            Decision.PENDING -> {
                null
            }

            Decision.DENIED -> {
                throw OAuthErrorException("access_denied")
            }

            Decision.APPROVED -> {
                "code-${codes.size + 1}".also {
                    codes[it] =
                        Code(clientId, redirectUri, challenge, request["scope"], request["nonce"], clock.now() + CODE_LIFETIME)
                }
            }
        }
    }

    /**
     * Returns the redirect to the client, with `iss`, so that the response of another server cannot be mistaken for this
     * one's (RFC 9207).
     */
    private fun back(
        request: IncomingRequest,
        redirectUri: String,
        vararg response: Pair<String, String?>,
    ): Reply.Response {
        val url = URLBuilder(redirectUri)
        (response.toList() + listOf("state" to request["state"], "iss" to issuer)).forEach { (name, value) ->
            value?.let { url.parameters.append(name, it) }
        }
        return Reply.redirect(url.buildString())
    }

    private companion object {
        const val BAD_REQUEST = 400
        val CODE_LIFETIME = 1.minutes
    }
}
