package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.OAuth2Client

/** Begins a login in the browser (RFC 6749 §4.1, with PKCE): open its `url`, and store its serialized form, which is a secret. */
suspend fun beginLogin(
    client: OAuth2Client,
    redirectUri: String,
): AuthorizationRequest {
    val request = client.authorizationRequest(redirectUri) { scope("openid", "profile") }
    return client.prepare(request) // pushed or signed, if the server requires it
}

/** Finishes the login, possibly in another process, when the browser has come back to [url]. */
suspend fun finishLogin(
    client: OAuth2Client,
    kept: String,
    url: String,
): Token {
    val request = AuthorizationRequest.deserialize(kept)
    val response = client.validate(request, url)
    return client.token(AuthorizationCodeGrant(response))
}

/** Redeems a code that a mobile app has obtained with this client's id, and with the verifier of its own request. */
@OptIn(DelicateOidcAuthApi::class)
suspend fun redeem(
    client: OAuth2Client,
    code: String,
    redirectUri: String,
    verifier: String?,
): Token {
    return client.token(AuthorizationCodeGrant(code, redirectUri, verifier))
}

suspend fun main() {
    val client = OAuth2Client.discover("https://login.example.com", "my-site") { clientSecret = System.getenv("CLIENT_SECRET") }
    val request = beginLogin(client, redirectUri = "https://my-site.example.com/callback")
    println("Open ${request.url}\nand paste the address that it leads to:")
    println(finishLogin(client, kept = request.serialize(), url = readln()).expiresAt)
}
