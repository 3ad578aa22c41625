package io.github.oidcauth.internal.assembly

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.ScriptedResponse
import io.ktor.http.Parameters
import io.ktor.http.Url
import io.ktor.http.encodeURLParameter

/** The documents of the issuer at [url], which has device and browser logins, signs with [key] and supports [scopes]. */
internal class ScriptedIssuer(
    private val url: String,
    private val key: Jwk,
    private val scopes: String = """["openid"]""",
) {
    /** Returns the response to [request], or null if it is for none of the documents. */
    fun responseTo(request: ReceivedRequest): ScriptedResponse? =
        when (request.url) {
            "$url/.well-known/openid-configuration" -> {
                ScriptedResponse(
                    """{"issuer":"$url","authorization_endpoint":"$url/authorize","token_endpoint":"$url/token",
                       "device_authorization_endpoint":"$url/device","jwks_uri":"$url/jwks",
                       "scopes_supported":$scopes}""",
                )
            }

            "$url/device" -> {
                ScriptedResponse(
                    """{"device_code":"dc","user_code":"UC","verification_uri":"$url/activate",
                       "expires_in":60,"interval":1}""",
                )
            }

            "$url/jwks" -> {
                ScriptedResponse(JwkSet(listOf(key.toPublic())).toJson().toString())
            }

            else -> {
                null
            }
        }

    companion object {
        /** Reports the parameters of the page of [login] to [seen], and sends the browser back with a code. */
        suspend fun complete(
            login: BrowserLogin,
            seen: (Parameters) -> Unit,
        ) {
            val parameters = Url(login.url).parameters.also(seen)
            LoginBench.open("${login.redirectUri}?code=c0&state=${parameters["state"]?.encodeURLParameter()}")
        }
    }
}
