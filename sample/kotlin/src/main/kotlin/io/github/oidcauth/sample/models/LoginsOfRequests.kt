// Tested by RequestsOAuth2ClientSamplesTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationResponse
import io.github.oidcauth.oauth2.OAuth2Client

/** Makes the URL that the browser is sent to. */
fun loginUrl(
    client: OAuth2Client,
    redirectUri: String,
    resource: String,
    show: (String) -> Unit,
): AuthorizationRequest {
    // region R04
    val request = client.authorizationRequest(redirectUri) { scope("openid profile").resource(resource) }
    show(request.url)
    return request
    // endregion
}

/** Validates the URL, or the parameters, that the user pastes. */
suspend fun pastedResponse(
    client: OAuth2Client,
    request: AuthorizationRequest,
    ask: (String) -> String,
): AuthorizationResponse {
    // region R05
    val pasted = ask("Please enter the URL or the parameters of the redirect: ")
    return client.validate(request, pasted)
    // endregion
}

/** Redeems a validated response. */
suspend fun redeemed(
    client: OAuth2Client,
    response: AuthorizationResponse,
): Token {
    // region R06
    return client.token(AuthorizationCodeGrant(response))
    // endregion
}

/** Redeems a code that was obtained elsewhere, where its state was checked. */
@OptIn(DelicateOidcAuthApi::class)
suspend fun redeemedFromElsewhere(
    client: OAuth2Client,
    code: String,
    redirectUri: String,
    verifier: String,
): Token {
    // region R07
    val grant = AuthorizationCodeGrant(code, redirectUri, verifier) { parameter("custom_param", "custom value") }
    return client.token(grant)
    // endregion
}
