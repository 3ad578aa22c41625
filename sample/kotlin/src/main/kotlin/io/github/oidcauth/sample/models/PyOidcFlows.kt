// Tested by PyOidcSamplesTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.CodeFlow
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.authenticate
import java.nio.file.Path
import kotlin.time.Duration.Companion.minutes

/** Logs in with a code on another device, step by step. */
suspend fun logInStepByStep(
    host: String,
    show: (String) -> Unit,
): Map<String, String> {
    // region P04
    val flow = DeviceFlow(host)
    val code = flow.getDeviceCode()
    show("Open: ${code.uri}")
    show("Code: ${code.userCode}")
    val token = flow.poll(code)
    return token.headers
    // endregion
}

/** Logs in in the browser, and in no other way. */
suspend fun logInInBrowser(host: String): Map<String, String> {
    // region P05
    val flow = CodeFlow(host)
    val token = flow.authenticate()
    return token.headers
    // endregion
}

/** Obtains a token without a browser, and logs in again step by step. */
suspend fun headlessSession(
    host: String,
    path: Path,
    show: (String) -> Unit,
): Token {
    // region P12
    val token = authenticate(host) { store = FileTokenStore(path) }
    show("Logged in: ${token.headers.keys}")
    val flow = DeviceFlow(host)
    val code = flow.getDeviceCode()
    show("Visit: ${code.uri}")
    show("Code: ${code.userCode}")
    return flow.poll(code)
    // endregion
}

/** Shows that each host has one flow. */
fun flowsOfHosts() {
    // region P20
    val first = DeviceFlow("https://host-a.example.com")
    val same = DeviceFlow("https://host-a.example.com")
    val other = DeviceFlow("https://host-b.example.com")
    check(first === same)
    check(first !== other)
    // endregion
}

/** Logs in with one flow, and reads the token from the other: they share the store. */
suspend fun tokenOfOtherFlow(host: String): Token? {
    // region P21
    val device = DeviceFlow(host)
    val browser = CodeFlow(host)
    device.authenticate()
    return browser.token()
    // endregion
}

/** Forgets all flows of the process. */
fun forgetFlows() {
    // region P22
    DeviceFlow.resetInstances()
    // endregion
}

/** Refreshes a token now. */
suspend fun refreshNow(
    host: String,
    refreshToken: String,
): Token {
    // region P23
    val flow = DeviceFlow(host)
    return flow.refresh(refreshToken)
    // endregion
}

/** Logs in with a code, within two minutes. */
suspend fun logInWithCode(host: String): String {
    // region P24
    val flow = DeviceFlow(host) { timeout = 2.minutes }
    val token = flow.authenticate()
    return token.accessToken
    // endregion
}

/** Logs in only if no token is stored. */
suspend fun logInIfNeeded(
    host: String,
    show: (String) -> Unit,
) {
    // region P25
    val flow = DeviceFlow(host)
    if (flow.token() != null) {
        show("Already authenticated!")
    } else {
        flow.authenticate()
    }
    // endregion
}

/** Logs in in the browser, within two minutes. */
suspend fun logInInBrowserSoon(host: String): String {
    // region P26
    val flow = CodeFlow(host) { timeout = 2.minutes }
    val token = flow.authenticate()
    return token.accessToken
    // endregion
}
