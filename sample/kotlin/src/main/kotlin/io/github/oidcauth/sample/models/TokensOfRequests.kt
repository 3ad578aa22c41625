// Tested by RequestsOAuth2ClientSamplesTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.Introspection
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.TokenExchangeGrant
import io.github.oidcauth.oauth2.TokenTypeHint
import io.github.oidcauth.oauth2.TypedToken
import io.github.oidcauth.openid.UserInfo
import kotlin.time.Duration.Companion.seconds

/** Makes a token of an access token and a lifetime. */
fun tokenWithLifetime(show: (String) -> Unit): Token {
    // region R02
    val token = Token("an_access_token") { expiresIn(60.seconds) }
    show("${token.expiresIn()} until ${token.expiresAt}")
    check(!token.isExpired())
    return token
    // endregion
}

/** Obtains a token for a scope and an API. */
suspend fun tokenForApi(
    client: OAuth2Client,
    api: String,
): Token {
    // region R03
    return client.token(ClientCredentialsGrant { scope("read").resource(api) })
    // endregion
}

/** Exchanges a token, with its type as a URN. */
suspend fun exchanged(
    tokenEndpoint: String,
    id: String,
    secret: String,
    token: String,
): Token {
    // region R15
    val client = OAuth2Client(tokenEndpoint, id, secret)
    val subject = TypedToken.of(token, "urn:ietf:params:oauth:token-type:access_token")
    return client.token(TokenExchangeGrant(subject))
    // endregion
}

/** Exchanges a token for an actor, with short types. */
suspend fun exchangedForActor(
    client: OAuth2Client,
    token: String,
    actorToken: String,
): Token {
    // region R16
    val subject = TypedToken.of(token, "access_token")
    val actor = TypedToken.of(actorToken, "access_token")
    return client.token(TokenExchangeGrant(subject, actor))
    // endregion
}

/** Exchanges a token for an actor, with types that follow from the tokens. */
suspend fun exchangedWithGuessedTypes(
    client: OAuth2Client,
    token: Token,
    actorToken: Token,
): Token {
    // region R17
    val actor = TypedToken.accessToken(actorToken)
    return client.token(TokenExchangeGrant(TypedToken.accessToken(token), actor))
    // endregion
}

/** Revokes tokens: first one of any type, then one of each. */
suspend fun revokeTokens(
    client: OAuth2Client,
    any: String,
    accessToken: String,
    refreshToken: String,
) {
    // region R24
    client.revoke(any)
    client.revoke(accessToken, TokenTypeHint.ACCESS_TOKEN)
    client.revoke(refreshToken, TokenTypeHint.REFRESH_TOKEN)
    // endregion
}

/** Introspects a token, with a hint of its type. */
suspend fun introspectedWithHint(
    client: OAuth2Client,
    token: String,
): Introspection {
    // region R26
    return client.introspect(token, TokenTypeHint.ACCESS_TOKEN)
    // endregion
}

/** Requests the claims about the user of an access token, whoever it is. Nobody may be logged in by that. */
@OptIn(DelicateOidcAuthApi::class)
suspend fun userOfToken(
    client: OAuth2Client,
    token: String,
): UserInfo {
    // region R28
    return client.userInfo(token)
    // endregion
}
