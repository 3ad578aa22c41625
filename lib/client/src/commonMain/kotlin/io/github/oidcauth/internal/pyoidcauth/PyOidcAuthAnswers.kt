package io.github.oidcauth.internal.pyoidcauth

import io.github.oidcauth.AuthorizationPendingException
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.HttpException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.SlowDownException
import io.github.oidcauth.TemporarilyUnavailableException
import io.github.oidcauth.Token
import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.internal.protocol.Addressee
import io.github.oidcauth.internal.protocol.AuthorizationRequest
import io.github.oidcauth.internal.protocol.BaseUrl
import io.github.oidcauth.internal.protocol.ErrorAnswer
import io.github.oidcauth.internal.protocol.JsonAnswer
import io.github.oidcauth.internal.protocol.PollAnswer
import io.github.oidcauth.internal.protocol.TokenJson
import io.github.oidcauth.internal.protocol.WebAddress
import io.github.oidcauth.internal.protocol.parseJson
import io.github.oidcauth.internal.protocol.text
import io.github.oidcauth.internal.transport.HttpAnswer
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** Judges what py-oidc-auth's routes answer. Pure: every rejection can be tested without a server. */
internal object PyOidcAuthAnswers {
    /** Judges an answer of the token route, received at [receivedAt], to a request with the [secrets]. */
    fun token(
        answer: HttpAnswer,
        receivedAt: Instant,
        secrets: Collection<String>,
    ): Token {
        val json = successfulJson(answer, secrets)
        return TokenJson.decodeAnswer(json, receivedAt)
    }

    /** Judges the same route's answer to a poll (RFC 8628 §3.5). */
    fun poll(
        answer: HttpAnswer,
        receivedAt: Instant,
        secrets: Collection<String>,
    ): PollAnswer =
        try {
            PollAnswer.Granted(token(answer, receivedAt, secrets))
        } catch (_: AuthorizationPendingException) {
            PollAnswer.Pending
        } catch (e: SlowDownException) {
            PollAnswer.SlowDown(ErrorAnswer.find(parseJson(answer.body) as? JsonObject)?.lenientSeconds("interval"), e)
        } catch (e: TemporarilyUnavailableException) {
            PollAnswer.Unreachable(e, answer.retryAfter)
        } catch (e: OAuthException) {
            // A gateway's own error with a word that looks like a code, or the provider's `server_error`.
            val passing = answer.statusCode in PASSING && (e is OtherOAuthException || e is ServerErrorException)
            if (passing) PollAnswer.Unreachable(e, answer.retryAfter) else PollAnswer.Refused(e)
        } catch (e: HttpException) {
            if (answer.statusCode in PASSING) PollAnswer.Unreachable(e, answer.retryAfter) else PollAnswer.Refused(e)
        } catch (e: UntrustedAnswerException) {
            PollAnswer.Refused(e)
        }

    /** Judges an answer of the device route (RFC 8628 §3.2). */
    fun deviceCode(
        answer: HttpAnswer,
        receivedAt: Instant,
        allowInsecureHttp: Boolean,
    ): DeviceCode {
        val json = successfulJson(answer, emptyList())
        val lifetime = (json.strictSeconds("expires_in") ?: missing("expires_in")).coerceAtMost(MAX_LIFETIME)
        if (lifetime <= Duration.ZERO) {
            throw UntrustedAnswerException("The device code was already expired when it arrived. Start the login again.")
        }
        val complete = json.text("verification_uri_complete")?.takeIf { it.isNotEmpty() }
        return DeviceCode(
            deviceCode = json.required("device_code"),
            userCode = json.required("user_code"),
            verificationUri = verificationPage(
                json.text("verification_uri") ?: json.required("verification_url"),
                allowInsecureHttp,
            ),
            verificationUriComplete = complete?.let { verificationPage(it, allowInsecureHttp) },
            expiresAt = receivedAt + lifetime,
            lifetime = lifetime,
            interval = json.strictSeconds("interval")?.takeIf { it > Duration.ZERO } ?: DeviceCode.DEFAULT_INTERVAL,
        )
    }

    /**
     * Judges the login route's redirect. It is not followed but learned from: its `Location` has the `state` that the
     * callback must bring back, and in it the PKCE verifier.
     */
    fun authorizationRequest(
        answer: HttpAnswer,
        baseUrl: BaseUrl,
        redirectUri: String,
        allowInsecureHttp: Boolean,
    ): AuthorizationRequest {
        if (answer.statusCode !in REDIRECTS) {
            if (answer.isSuccess) {
                throw UntrustedAnswerException(
                    "The login route did not redirect to a login page. Is it the right route?",
                    answer.statusCode,
                )
            }
            throw ErrorAnswer.decode(answer.statusCode, answer.body)
        }
        val location =
            answer.location ?: throw UntrustedAnswerException("The login route redirects to nowhere.", answer.statusCode)
        val page = page("login page", location, allowInsecureHttp, relativeTo = baseUrl)
        val state =
            page.parameter("state")
                ?: throw UntrustedAnswerException("The login page's address has no state. No login is safe without one.")
        if (page.parameter("redirect_uri") !in setOf(null, redirectUri)) {
            throw UntrustedAnswerException("The login page would send the person back to another address than ours.")
        }
        return AuthorizationRequest(page.url, redirectUri, state, codeVerifier = verifierIn(state))
    }

    /** `random|redirect_uri|code_verifier`. A server that keeps the verifier to itself needs none from us. */
    private fun verifierIn(
        state: String,
    ): String? = state.split('|').takeIf { it.size >= STATE_PARTS }?.last()?.takeIf { it.isNotEmpty() }

    private fun successfulJson(
        answer: HttpAnswer,
        secrets: Collection<String>,
    ): JsonObject = JsonAnswer.decode(answer.statusCode, answer.body, secrets, Addressee.PY_OIDC_AUTH)

    private fun verificationPage(
        url: String,
        allowInsecureHttp: Boolean,
    ): String = page("verification page", url, allowInsecureHttp).url

    private fun page(
        what: String,
        url: String,
        allowInsecureHttp: Boolean,
        relativeTo: BaseUrl? = null,
    ): WebAddress =
        WebAddress.parse(url, relativeTo)?.takeIf { it.isSecure || allowInsecureHttp }
            ?: throw UntrustedAnswerException("The address of the $what is not an https URL, so it is not opened or shown.")

    private fun JsonObject.required(name: String): String = text(name)?.takeIf { it.isNotEmpty() } ?: missing(name)

    private fun missing(name: String): Nothing = throw UntrustedAnswerException("The server's answer has no $name.")

    private fun JsonObject.strictSeconds(name: String): Duration? {
        val value = this[name]
        if (value == null || value is JsonNull) return null
        return lenientSeconds(name) ?: throw UntrustedAnswerException("The member $name is not a number of seconds.")
    }

    /** A number or a numeric string; some servers send strings. */
    private fun JsonObject.lenientSeconds(name: String): Duration? {
        val number = (this[name] as? JsonPrimitive)?.content?.trim()?.toDoubleOrNull()?.takeUnless { it.isNaN() } ?: return null
        return number.coerceIn(-1.0, MAX_LIFETIME.inWholeSeconds.toDouble()).seconds
    }

    /** Longer device codes do not exist; the bound keeps arithmetic sane. */
    private val MAX_LIFETIME = 365.days
    private const val STATE_PARTS = 3
    private val REDIRECTS = setOf(302, 303, 307)

    /** Request Timeout, Too Many Requests, and what proxies and restarting servers say. */
    private val PASSING = setOf(408, 429, 500, 502, 503, 504)
}
