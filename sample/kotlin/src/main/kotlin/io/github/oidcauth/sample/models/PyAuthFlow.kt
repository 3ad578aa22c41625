// Tested by PyAuthFlowSamplesTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.AuthException
import io.github.oidcauth.ClearOptions
import io.github.oidcauth.ClearedToken
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenManager
import io.github.oidcauth.authenticate
import io.github.oidcauth.oauth2.Introspection
import io.github.oidcauth.oauth2.OAuth2Client

/** Logs in with a code at an issuer, or says that it failed. */
suspend fun logInAtIssuer(
    issuer: String,
    id: String,
    show: (String) -> Unit,
) {
    // region A01
    try {
        val token = authenticate(issuer) { clientId(id).scope("openid profile email") }
        show("Access token: ${token.accessToken}")
    } catch (e: AuthException) {
        show("Token acquisition failed: ${e.message}")
    }
    // endregion
}

/** Logs in in the browser. If the browser cannot come back, the user pastes the URL that it could not open. */
suspend fun logInInBrowserAtIssuer(
    issuer: String,
    id: String,
    show: (String) -> Unit,
) {
    // region A02
    try {
        val token = authenticate(issuer) {
            clientId = id
            scope("openid profile offline_access")
            flow = LoginFlow.BROWSER
        }
        show("Token acquired: ${token.accessToken}")
    } catch (e: AuthException) {
        show("Token acquisition failed: ${e.message}")
    }
    // endregion
}

/** Introspects a token. */
suspend fun introspected(
    token: String,
    id: String,
    secret: String,
    issuer: String,
): Introspection {
    // region A03
    return OAuth2Client.discover(issuer, id, secret).introspect(token)
    // endregion
}

/** Revokes the stored access token. */
suspend fun revokeAccessToken(
    issuer: String,
    id: String,
): Boolean {
    // region A04
    return TokenManager().revokeAccessToken(TokenKey.forIssuer(issuer, id, setOf("openid")))
    // endregion
}

/** Revokes the stored refresh token. */
suspend fun revokeRefreshToken(
    issuer: String,
    id: String,
): Boolean {
    // region A05
    return TokenManager().revoke(TokenKey.forIssuer(issuer, id, setOf("openid")))
    // endregion
}

/** Removes all stored tokens of a client, and revokes those of offline sessions. */
suspend fun clearClient(
    issuer: String,
    id: String,
): List<ClearedToken> {
    // region A06
    return TokenManager().clear(issuer, id)
    // endregion
}

/** Revokes and removes all stored tokens. */
suspend fun clearEverything(manager: TokenManager): List<ClearedToken> {
    // region A07
    return manager.clearAll(ClearOptions { revokeOnline = true })
    // endregion
}

/** Lists the stored tokens. */
suspend fun listTokens(show: (String) -> Unit) {
    // region A08
    TokenManager().list().forEach { show("$it") }
    // endregion
}
