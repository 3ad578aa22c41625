// Tested by PyOidcAuthServerTest.
package io.github.oidcauth.internal.servers

import io.github.oidcauth.AuthException
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.callback.AuthorizationParameters
import io.github.oidcauth.internal.callback.AuthorizationResponseContent
import io.github.oidcauth.internal.callback.IssuerParameterRule
import io.github.oidcauth.internal.callback.PendingLogin
import io.github.oidcauth.internal.callback.PlainResponseValidator
import io.github.oidcauth.internal.jwt.withExpiryOfJwt
import io.github.oidcauth.internal.responses.DeviceAuthorizationResponseReader
import io.github.oidcauth.internal.responses.ErrorContext
import io.github.oidcauth.internal.responses.ErrorResponseReader
import io.github.oidcauth.internal.responses.JsonResponseReader
import io.github.oidcauth.internal.responses.PollResponseReader
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.responses.ServerRole
import io.github.oidcauth.internal.responses.TokenResponse
import io.github.oidcauth.internal.tokens.TokenJson
import io.github.oidcauth.internal.tokens.TokenMembers
import io.github.oidcauth.oauth2.ResponseMode
import kotlinx.serialization.json.JsonObject
import kotlin.time.Instant

/** Validates the responses of py-oidc-auth's routes. Pure, so every rejection can be tested without a server. */
internal object PyOidcAuthResponseReader {
    /**
     * Reads a response of the token route, received at [receivedAt], to a request with the [secrets]. Nothing in it has been
     * validated yet.
     */
    fun token(
        response: RawResponse,
        receivedAt: Instant,
        secrets: Collection<String>,
    ): TokenResponse {
        val body = JsonResponseReader.read(
            response.statusCode,
            response.body,
            secrets,
            ServerRole.PY_OIDC_AUTH,
            contextOf(response),
        )
        val members = TokenMembers(body.json) { it in body.ambiguous }
        return TokenResponse.of(body, members, TokenJson.refreshEnd(members, receivedAt)) {
            TokenJson.decodeResponse(body.json, receivedAt).withExpiryOfJwt(receivedAt)
        }
    }

    /** Classifies the response of the token route to a poll (RFC 8628 §3.5). */
    fun poll(
        response: RawResponse,
        receivedAt: Instant,
        secrets: Collection<String>,
    ): PollResult =
        try {
            PollResult.Granted(token(response, receivedAt, secrets).token())
        } catch (e: AuthException) {
            PollResponseReader.validate(response, e)
        }

    /** Validates a response of the device route (RFC 8628 §3.2). */
    fun deviceCode(
        response: RawResponse,
        receivedAt: Instant,
        allowInsecureHttp: Boolean,
    ): DeviceCode =
        DeviceAuthorizationResponseReader.validate(successfulJson(response, emptyList()), receivedAt, allowInsecureHttp)

    /**
     * Validates the redirect of the login route. The redirect is not followed, but its `Location` is used: it contains the
     * `state` that the callback must bring back, and the `state` contains the PKCE verifier. It may also contain the response
     * mode; the default is [requestedMode], which the login route was called with.
     */
    fun authorizationRequest(
        response: RawResponse,
        baseUrl: BaseUrl,
        redirectUri: String,
        requestedMode: ResponseMode,
        allowInsecureHttp: Boolean,
    ): PendingLogin {
        if (response.statusCode !in REDIRECTS) {
            if (response.isSuccess) {
                throw InvalidResponseException(
                    "The login route did not redirect to a login page. Is it the right route?",
                    response.statusCode,
                )
            }
            throw ErrorResponseReader.decode(response.statusCode, response.body, context = contextOf(response))
        }
        val location =
            response.location
                ?: throw InvalidResponseException("The login route sent a redirect without an address.", response.statusCode)
        val page =
            WebAddress.parse(location, relativeTo = baseUrl)?.takeIf { it.isSecure || allowInsecureHttp }
                ?: throw InvalidResponseException(
                    "The address of the login page is not an https URL, so it is not opened or shown.",
                )
        val state =
            page.parameter("state")
                ?: throw InvalidResponseException("The login page's address has no state. A login without one is not safe.")
        if (page.parameter("redirect_uri") !in setOf(null, redirectUri)) {
            throw InvalidResponseException("The login page would redirect the user to another address than requested.")
        }
        val mode =
            page.parameter(AuthorizationParameters.RESPONSE_MODE)?.let(AuthorizationParameters::plainResponseMode)
                ?: requestedMode
        val verifier = codeVerifierOf(state)
        val content = AuthorizationResponseContent(state, listOfNotNull(verifier))
        // The application is the client of the provider, so comparing the issuer is its task.
        return PendingLogin(
            page.url,
            redirectUri,
            verifier,
            mode,
            PlainResponseValidator(content, IssuerParameterRule.NOT_COMPARED),
        )
    }

    /**
     * The state has the form `random|redirect_uri|code_verifier`. If the server keeps the verifier itself, it does not need one
     * from the client.
     */
    private fun codeVerifierOf(
        state: String,
    ): String? = state.split('|').takeIf { it.size >= STATE_PARTS }?.last()?.takeIf { it.isNotEmpty() }

    private fun successfulJson(
        response: RawResponse,
        secrets: Collection<String>,
    ): JsonObject = JsonResponseReader.decode(
        response.statusCode,
        response.body,
        secrets,
        ServerRole.PY_OIDC_AUTH,
        contextOf(response),
    )

    private fun contextOf(response: RawResponse) = ErrorContext(response.mediaType, response.headers("www-authenticate"))

    private const val STATE_PARTS = 3
    private val REDIRECTS = setOf(302, 303, 307)
}
