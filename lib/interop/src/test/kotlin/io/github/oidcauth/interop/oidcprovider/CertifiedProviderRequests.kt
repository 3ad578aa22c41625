package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.jsonObject
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin.CHALLENGE
import io.github.oidcauth.interop.browser.RawLogin.REDIRECT_URI
import io.github.oidcauth.interop.browser.RawLogin.VERIFIER
import io.github.oidcauth.interop.browser.RawLogin.encoded
import io.github.oidcauth.interop.library.redeem
import io.kotest.matchers.maps.shouldNotContainKey
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.JsonObject
import java.net.http.HttpResponse

/** An authorization request for a code, with PKCE. */
internal fun CertifiedProvider.authorizationUrl(client: CertifiedClient): String =
    "$issuer/auth?response_type=code&scope=openid&client_id=${client.id}&redirect_uri=${encoded(REDIRECT_URI)}" +
        "&code_challenge_method=S256&code_challenge=$CHALLENGE"

/** The code that [login] brings back, with [more] parameters in the request. */
internal fun CertifiedProvider.code(
    client: CertifiedClient,
    vararg more: Pair<String, String>,
    login: FormLogin = FormLogin(),
): String {
    val parameters = more.joinToString("") { (name, value) -> "&$name=${encoded(value)}" }
    val callback = login.callback(authorizationUrl(client) + parameters).url
    callback shouldStartWith "$REDIRECT_URI?code="
    return callback.substringAfter("code=").substringBefore('&')
}

/** The tokens for a code. */
internal fun CertifiedProvider.redeem(client: CertifiedClient, code: String, vararg more: Pair<String, String>) = post(
    "token",
    client,
    "grant_type" to "authorization_code",
    "code" to code,
    "redirect_uri" to REDIRECT_URI,
    "code_verifier" to VERIFIER,
    *more,
).jsonObject().also { it shouldNotContainKey "error" }

internal fun CertifiedProvider.userinfo(tokens: JsonObject): HttpResponse<String> =
    HttpProbe.get("$issuer/me", mapOf("Authorization" to "Bearer ${tokens.string("access_token")}"))

/** A request to an endpoint, with the secret of [client] if it has one. */
internal fun CertifiedProvider.post(
    endpoint: String,
    client: CertifiedClient,
    vararg fields: Pair<String, String>,
): HttpResponse<String> {
    val identification = if (client.secret == null) mapOf("client_id" to client.id) else emptyMap()
    val headers = client.secret?.let { HttpProbe.basic(client.id, encoded(it)) }.orEmpty()
    return HttpProbe.postForm("$issuer/$endpoint", fields.toMap() + identification, headers)
}
