// Tested by MsalSamplesTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.CallbackPages
import io.github.oidcauth.CodeReceiver
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.OAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.authenticate
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Begins a login in the browser, for a known user. */
fun loginOfKnownUser(
    client: OAuth2Client,
    redirectUri: String,
    user: String,
): AuthorizationRequest {
    // region M06
    return client.authorizationRequest(redirectUri) { scope("openid profile").loginHint(user) }
    // endregion
}

/** Finishes a login in a controller of a web site, and returns the page that comes next. */
suspend fun finishLogin(
    client: OAuth2Client,
    session: Map<String, String>,
    parameters: Map<String, List<String>>,
    keep: (Token) -> Unit,
): String {
    // region M07
    try {
        val response = client.validate(AuthorizationRequest.deserialize(session["login"].orEmpty()), parameters)
        keep(client.token(AuthorizationCodeGrant(response)))
    } catch (e: OAuthException) {
        return "error: ${e.error}"
    } catch (_: InvalidResponseException) {
        // Of another login, or forged.
    }
    return "index"
    // endregion
}

/** Logs in in the browser, with a receiver of the program's own. */
suspend fun logInWithReceiver(
    issuer: String,
    id: String,
    receiver: CodeReceiver,
    user: String,
): Token {
    // region M08
    return authenticate(issuer) {
        clientId = id
        scope("openid profile")
        flow = LoginFlow.BROWSER
        codeReceiver = receiver
        authorizationParameters = mapOf("login_hint" to user)
        timeout = 2.minutes
    }
    // endregion
}

/** Logs in in the browser, with pages of the program's own. */
suspend fun logInWithPages(
    issuer: String,
    id: String,
    user: String,
): Token {
    // region M09
    return authenticate(issuer) {
        clientId = id
        scope("openid profile")
        flow = LoginFlow.BROWSER
        redirectUri = "http://127.0.0.1:0/callback"
        callbackPages = CallbackPages(success = "<strong>Done. You can close this window now.</strong>")
        authorizationParameters = mapOf("login_hint" to user)
        timeout = 1.minutes
    }
    // endregion
}

/** Logs in with a code, for 30 seconds. */
suspend fun logInForHalfAMinute(
    client: OAuth2Client,
    show: (String) -> Unit,
): Token? {
    // region M10
    val code = client.deviceAuthorization("openid profile")
    show("Use a web browser to open the page ${code.verificationUri}")
    show("and enter the code ${code.userCode} to authenticate.")
    return withTimeoutOrNull(30.seconds) { client.pollingJob(code).await() }
    // endregion
}
