// Tested by MsalSamplesTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.Token
import io.github.oidcauth.TokenListener
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions

/** Refreshes a token with a client that is notified of tokens and of replaced refresh tokens. */
suspend fun refreshAndListen(
    tokenEndpoint: String,
    id: String,
    secret: String,
    refreshToken: String,
    show: (String) -> Unit,
): Token {
    // region M12
    val client = OAuth2Client(tokenEndpoint, id, secret) {
        listener = TokenListener { _, _ -> show("obtained a token") }
            .onRotated { _, _, _ -> show("replaced a refresh token") }
    }
    return client.token(RefreshTokenGrant(refreshToken))
    // endregion
}

/** Refreshes a token, and is notified of the token of this call alone. */
suspend fun refreshAndListenOnce(
    client: OAuth2Client,
    refreshToken: String,
    show: (String) -> Unit,
): Token {
    // region M13
    val options = RequestOptions { listener { _, _ -> show("obtained a token") } }
    return client.token(RefreshTokenGrant(refreshToken, options))
    // endregion
}
