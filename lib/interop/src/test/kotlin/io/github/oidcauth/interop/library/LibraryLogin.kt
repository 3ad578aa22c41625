package io.github.oidcauth.interop.library

import io.github.oidcauth.Token
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.RawLogin
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationRequestBuilder
import io.github.oidcauth.oauth2.AuthorizationResponse
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RequestOptions
import java.net.URLDecoder.decode
import java.nio.charset.StandardCharsets.UTF_8

/** A request of the library's for a code, prepared as the client is configured. */
internal suspend fun OAuth2Client.loginRequest(
    configure: AuthorizationRequestBuilder.() -> Unit = {},
): AuthorizationRequest = prepare(
    authorizationRequest(RawLogin.REDIRECT_URI) {
        scope("openid")
        configure()
    },
)

/** Returns the library's result for the URL that [browser] comes back with. */
internal suspend fun OAuth2Client.responseTo(
    request: AuthorizationRequest,
    browser: FormLogin = FormLogin(),
): AuthorizationResponse {
    val callback = browser.callback(request.url)
    val form = callback.form ?: return validate(request, callback.url)
    return validate(request, form.mapValues { listOf(it.value) })
}

/** Returns the token for the code that [browser] comes back with. */
internal suspend fun OAuth2Client.redeem(request: AuthorizationRequest, browser: FormLogin = FormLogin()): Token =
    token(AuthorizationCodeGrant(responseTo(request, browser)))

/** The parameters in the query of [url]; each is there once. */
internal fun parametersOf(url: String): Map<String, String> =
    url.substringAfter('?').split('&').associate {
        decode(it.substringBefore('='), UTF_8) to decode(it.substringAfter('='), UTF_8)
    }

/** The whole login by code: the request, the pages in [browser], the response, the token. */
internal suspend fun OAuth2Client.codeToken(
    browser: FormLogin = FormLogin(),
    options: RequestOptions = RequestOptions.NONE,
    configure: AuthorizationRequestBuilder.() -> Unit = {},
): Token = token(AuthorizationCodeGrant(responseTo(loginRequest(configure), browser), options))
