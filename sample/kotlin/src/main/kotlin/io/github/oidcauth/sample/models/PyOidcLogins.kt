// Tested by PyOidcSamplesTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.authenticate
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import kotlin.time.Duration.Companion.minutes

/** Obtains a token, and shows the header that carries it. */
suspend fun showHeader(
    host: String,
    show: (String) -> Unit,
) {
    // region P01
    val token = authenticate(host)
    show(token.headers.getValue("Authorization"))
    // endregion
}

/** Obtains a token, and calls an API with it. */
suspend fun callWithToken(
    host: String,
    api: String,
): String {
    // region P02
    val token = authenticate(host)
    val request = HttpRequest.newBuilder(URI(api))
    token.headers.forEach { (name, value) -> request.header(name, value) }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body()
    // endregion
}

/** Obtains a token that is stored under the name of the program, and returns its header. */
suspend fun headersOfProgram(host: String): Map<String, String> {
    // region P06
    val token = authenticate(host) { appName = "my-app" }
    return token.headers
    // endregion
}

/** Says why a login failed, and fails. */
suspend fun reportFailure(
    host: String,
    show: (String) -> Unit,
): Token {
    // region P11
    try {
        return authenticate(host)
    } catch (e: AuthException) {
        show("Authentication failed: ${e.message}")
        throw e
    }
    // endregion
}

/** Logs in once, and then uses the stored token. */
suspend fun logInOnce(host: String): List<Token> {
    // region P15
    val atTheDesk = authenticate(host)
    return listOf(atTheDesk, authenticate(host))
    // endregion
}

/** Obtains a token of each of two servers. */
suspend fun tokensOfTwo(
    firstHost: String,
    secondHost: String,
): List<Token> {
    // region P16
    val first = authenticate(firstHost)
    return listOf(first, authenticate(secondHost))
    // endregion
}

/** Logs in again, within two minutes. */
suspend fun logInAgain(host: String): Token {
    // region P17
    return authenticate(host, force = true) { timeout = 2.minutes }
    // endregion
}

/** Obtains a token without blocking the thread, as every suspending function does. */
suspend fun obtainWithoutBlocking(host: String): Token {
    // region P18
    return authenticate(host) { timeout = 2.minutes }
    // endregion
}

/** Shows the status of a login that failed. */
suspend fun reportStatus(
    host: String,
    show: (String) -> Unit,
) {
    // region P19
    try {
        authenticate(host)
    } catch (e: AuthException) {
        show("Login failed (${e.statusCode}): ${e.message}")
    }
    // endregion
}
