// Tested by RequestsOAuth2ClientSamplesTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.BackchannelAuthentication
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest
import io.github.oidcauth.oauth2.DeviceCodeGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import kotlin.time.Duration

/** Requests a device code. */
suspend fun deviceCode(
    token: String,
    device: String,
    id: String,
): DeviceCode {
    // region R08
    val metadata = ServerMetadata { tokenEndpoint(token).deviceAuthorizationEndpoint(device) }
    val client = OAuth2Client(metadata, id)
    return client.deviceAuthorization("openid")
    // endregion
}

/** Shows the response with the device code. */
fun showDeviceCode(
    code: DeviceCode,
    show: (Any?) -> Unit,
) {
    // region R09
    show(code.deviceCode)
    show(code.userCode)
    show(code.verificationUri)
    show(code.verificationUriComplete)
    show(code.expiresAt)
    show(code.intervalSeconds)
    // endregion
}

/** Polls once, now. Throws an exception if the user has not finished. */
suspend fun polledOnce(
    client: OAuth2Client,
    deviceCode: String,
): Token {
    // region R10
    return client.token(DeviceCodeGrant(deviceCode))
    // endregion
}

/** Polls until the user has finished. */
suspend fun polledByLoop(
    client: OAuth2Client,
    deviceCode: String,
    interval: Duration,
): Token {
    // region R11
    val job = client.devicePollingJob(deviceCode, interval)
    var token = job.next()
    while (token == null) {
        token = job.next()
    }
    return token
    // endregion
}

/** Asks a user on their telephone. */
suspend fun backchannelLogin(
    token: String,
    backchannel: String,
    id: String,
    secret: String,
): BackchannelAuthentication {
    // region R12
    val metadata = ServerMetadata { tokenEndpoint(token).backchannelAuthenticationEndpoint(backchannel) }
    val client = OAuth2Client(metadata, id, secret)
    val scope = RequestOptions { scope("openid", "email", "profile") }
    return client.backchannelAuthentication(BackchannelAuthenticationRequest.loginHint("alice").options(scope).build())
    // endregion
}

/** Shows the response to the request for a login on a telephone. */
fun showBackchannelLogin(
    login: BackchannelAuthentication,
    show: (Any?) -> Unit,
) {
    // region R13
    show(login.authReqId)
    show(login.expiresIn())
    show(login.expiresAt)
    show(login.intervalSeconds)
    show(login.extra["custom"])
    // endregion
}

/** Polls until the user has responded. */
suspend fun polledForResponse(
    client: OAuth2Client,
    authReqId: String,
    interval: Duration,
): Token {
    // region R14
    val job = client.backchannelPollingJob(authReqId, interval)
    var token = job.next()
    while (token == null) {
        token = job.next()
    }
    return token
    // endregion
}
