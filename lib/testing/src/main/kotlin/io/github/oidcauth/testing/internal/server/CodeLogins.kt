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
    private val person: Decisions,
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

    /** What the browser gets to see. Faults in who asks, and where to answer, are shown; all others go back to the client. */
    fun authorize(
        question: IncomingRequest,
        fault: OAuthFault? = null,
    ): Reply.Answer {
        val clientId = question["client_id"]
        val redirectUri = question["redirect_uri"]
        if (clientId == null || !clients.isKnown(clientId)) return Reply.page("The client is not registered.", BAD_REQUEST)
        if (redirectUri == null || !clients.isRedirectAllowed(clientId, redirectUri)) {
            return Reply.page("The redirect URI is not registered.", BAD_REQUEST)
        }
        return try {
            fault?.let { throw it }
            val code = code(clientId, redirectUri, question)
            if (code == null) Reply.page("Who are you?") else back(question, redirectUri, "code" to code)
        } catch (e: OAuthFault) {
            back(question, redirectUri, "error" to e.code, "error_description" to e.description)
        }
    }

    /** Redeems a code. One that was redeemed before ends the session that came of it (RFC 6749 §4.1.2). */
    fun redeem(
        clientId: String,
        question: IncomingRequest,
    ): IssuedTokens {
        val code = codes[question.require("code")] ?: throw OAuthFault("invalid_grant", "The code is not known.")
        code.session?.let {
            it.isRevoked = true
            throw OAuthFault("invalid_grant", "The code was used before. The session is over.")
        }
        if (code.clientId != clientId) throw OAuthFault("invalid_grant", "The code was issued to another client.")
        if (clock.now() >= code.expiresAt) throw OAuthFault("invalid_grant", "The code has expired.")
        if (question.require("redirect_uri") !=
            code.redirectUri
        ) {
            throw OAuthFault("invalid_grant", "The redirect_uri is another one.")
        }
        if (SigningKey.challenge(question.require("code_verifier")) != code.challenge) {
            throw OAuthFault("invalid_grant", "The code_verifier is wrong.")
        }
        return sessions.issue(sessions.begin(clientId, code.scope, code.nonce).also { code.session = it })
    }

    private fun code(
        clientId: String,
        redirectUri: String,
        question: IncomingRequest,
    ): String? {
        if (question["response_type"] != "code") throw OAuthFault("unsupported_response_type")
        if (question["response_mode"] !in setOf(null, "query")) throw OAuthFault("invalid_request", "The response_mode is query.")
        if (question["state"].isNullOrEmpty()) throw OAuthFault("invalid_request", "There is no state.")
        if (question["code_challenge_method"] != "S256") throw OAuthFault("invalid_request", "The code_challenge_method is S256.")
        val challenge = question.require("code_challenge")
        return when (person.onPage()) {
            Decision.PENDING -> {
                null
            }

            Decision.DENIED -> {
                throw OAuthFault("access_denied")
            }

            Decision.APPROVED -> {
                "code-${codes.size + 1}".also {
                    codes[it] =
                        Code(clientId, redirectUri, challenge, question["scope"], question["nonce"], clock.now() + CODE_LIFETIME)
                }
            }
        }
    }

    /** With `iss`, so that the answer of another server is not taken for one of this (RFC 9207). */
    private fun back(
        question: IncomingRequest,
        redirectUri: String,
        vararg answer: Pair<String, String?>,
    ): Reply.Answer {
        val url = URLBuilder(redirectUri)
        (answer.toList() + listOf("state" to question["state"], "iss" to issuer)).forEach { (name, value) ->
            value?.let { url.parameters.append(name, it) }
        }
        return Reply.redirect(url.buildString())
    }

    private companion object {
        const val BAD_REQUEST = 400
        val CODE_LIFETIME = 1.minutes
    }
}
