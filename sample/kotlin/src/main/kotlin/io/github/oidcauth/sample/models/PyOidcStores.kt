// Tested by PyOidcSamplesTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.Config
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.authenticate
import java.nio.file.Path

/** Keeps the tokens in a file of the program. */
suspend fun tokenInFile(
    host: String,
    path: Path,
): Token {
    // region P03
    val file = FileTokenStore(path)
    return authenticate(host) { store = file }
    // endregion
}

/** Obtains a token with the store of the program. */
suspend fun tokenInStoreOfProgram(host: String): Token {
    // region P07
    val ofProgram = FileTokenStore.forApp("my-app")
    return authenticate(host) { store = ofProgram }
    // endregion
}

/** Configures the routes of an application. */
fun configuredRoutes(host: String): Config {
    // region P08
    return Config(host) {
        loginRoute = "/auth/v2/login"
        tokenRoute = "/auth/v2/token"
        deviceRoute = "/auth/v2/device"
    }
    // endregion
}

/** Keeps the tokens of development and production apart. */
suspend fun tokensApart(
    developmentHost: String,
    host: String,
    path: Path,
): List<Token> {
    // region P09
    val production = FileTokenStore.forApp("my-app")
    val development = FileTokenStore(path)
    val developmentToken = authenticate(developmentHost) { store = development }
    val token = authenticate(host) { store = production }
    return listOf(developmentToken, token)
    // endregion
}

/** Obtains the headers for another client library. */
suspend fun headersFor(
    host: String,
    path: Path,
): Map<String, String> {
    // region P10
    val token = authenticate(host) { store = FileTokenStore(path) }
    return token.headers
    // endregion
}

/** Keeps the tokens of two servers in one store. */
suspend fun tokensInOneStore(
    firstHost: String,
    secondHost: String,
): List<Token> {
    // region P13
    val shared = FileTokenStore.forApp("my-app")
    val first = authenticate(firstHost) { store = shared }
    val second = authenticate(secondHost) { store = shared }
    return listOf(first, second)
    // endregion
}

/** Obtains a token in a batch job, from a file of the program: nobody is asked. */
suspend fun tokenInBatchJob(
    host: String,
    path: Path,
): Token {
    // region P14
    return authenticate(host) {
        store = FileTokenStore(path)
        interactive = false
    }
    // endregion
}

/** Puts, gets, lists and removes a stored token. */
suspend fun storedTokens(
    host: String,
    token: Token,
    show: (String) -> Unit,
) {
    // region P27
    val store = FileTokenStore.forApp()
    val key = TokenKey.forHost(host)
    store.put(key, token)
    if (store.get(key) != null) show("Stored!")
    store.keys().forEach { show(it.value) }
    store.remove(key)
    // endregion
}

/** Removes all stored tokens. */
suspend fun removeAll() {
    // region P28
    val store = FileTokenStore.forApp()
    store.clear()
    // endregion
}
