package io.github.oidcauth.sample.testing

import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.TokenExchangeGrant
import io.github.oidcauth.oauth2.TypedToken

/** A service that users call with their tokens, and that calls another one on their behalf. */
class Orders(
    private val client: OAuth2Client,
) {
    /** Returns a token for the inventory, about the user whose access token is [accessToken]; null if that is not valid. */
    suspend fun inventoryToken(accessToken: String): String? {
        if (!client.introspect(accessToken).active) return null
        val subject = TypedToken.of(accessToken, "access_token")
        return client.token(TokenExchangeGrant(subject) { audience("inventory") }).accessToken
    }
}
