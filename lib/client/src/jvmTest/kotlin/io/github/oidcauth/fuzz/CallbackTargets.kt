package io.github.oidcauth.fuzz

import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.internal.callback.CallbackResult
import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.callback.pendingLogin
import io.github.oidcauth.internal.loopback.RequestHead
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationSettings
import io.github.oidcauth.oauth2.BackchannelAuthentication
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ResponseMode
import io.github.oidcauth.openid.LogoutRequest

/** The URLs that browsers bring back from a login page, and those that others send to the same place. */
internal object CallbackTargets {
    private const val REDIRECT = "https://app.example/cb?tenant=1"
    private const val STATE = "af0ifjsldkj-af0ifjsldkj"
    private const val LOCAL = "http://localhost:8400/callback"

    fun all(): List<FuzzTarget> = listOf(
        url(),
        form(),
        jarm(),
        jarmClaims(),
        listener(),
        requestHead(),
        query(),
        logout(),
        notification(),
    )

    private fun client(
        server: FuzzedServer,
        configure: io.github.oidcauth.oauth2.ClientConfig.Builder.() -> Unit = {},
    ): OAuth2Client =
        server.client(
            ClientBench.METADATA.newBuilder().member(
                "authorization_signing_alg_values_supported",
                listOf("ES256", "HS256"),
            ).build(),
        ) {
            clientSecret = OpenIdTargets.SECRET
            configure()
        }

    /** A request whose state is always the same, whatever it was drawn from. */
    private fun request(
        client: OAuth2Client,
        mode: ResponseMode = ResponseMode.QUERY,
    ): AuthorizationRequest {
        val drawn = client.authorizationRequest(REDIRECT) { responseMode(mode) }
        return AuthorizationRequest.deserialize(drawn.serialize().replace(drawn.state, STATE))
    }

    private fun url(): FuzzTarget {
        val client = client(FuzzedServer())
        val request = request(client)
        return FuzzTarget(
            "response in a URL",
            setOf(
                "AuthorizationResponseParameters",
                "AuthorizationResponseProcessor",
                "PlainResponseValidator",
                "AuthorizationResponseContent",
                "RedirectTarget",
                "QueryParameters",
            ),
            texts("$REDIRECT&code=SplxlOBeZQQYbYS6WxSbIA&state=$STATE&iss=https%3A%2F%2Fas.example"),
            texts("$REDIRECT&error=access_denied&error_description=No%20thanks&state=$STATE", "$REDIRECT&state=$STATE#code=x"),
        ) { client.validate(request, it.asText()).run { code + this["session_state"] + this } }
    }

    private fun form(): FuzzTarget {
        val client = client(FuzzedServer())
        val request = request(client, ResponseMode.FORM_POST)
        return FuzzTarget(
            "response in a form",
            setOf("AuthorizationResponseParameters", "AuthorizationResponseContent"),
            texts("code=abc&state=$STATE&iss=https%3A%2F%2Fas.example", "state=$STATE&code=a+b"),
            texts("error=server_error&error_uri=%00&state=$STATE"),
        ) {
            val text = it.asText()
            orRefused {
                client.validate(request, text.split('&').groupBy({ it.substringBefore('=') }, { it.substringAfter('=') }))
            }
            client.validateForm(request, text).toString()
        }
    }

    private val hs256 = AuthorizationSettings { responses(JwtProtection { signedResponseAlgorithms(JwsAlgorithm.HS256) }) }
    private const val JARM_CLAIMS =
        """{"iss":"https://as.example","aud":"my-client","exp":1780315500,"code":"abc","state":"$STATE","session_state":"s"}"""

    private fun jarm(): FuzzTarget {
        val client = client(FuzzedServer()) { authorization = hs256 }
        val request = request(client, ResponseMode.JWT)
        return FuzzTarget(
            "signed response",
            setOf("JarmResponseValidator", "JarmRules", "JwtReader"),
            texts("$REDIRECT&response=${OpenIdTargets.signed(OpenIdTargets.signable(JARM_CLAIMS))}"),
        ) { client.validate(request, it.asText()).toString() }
    }

    private fun jarmClaims(): FuzzTarget {
        val client = client(FuzzedServer()) { authorization = hs256 }
        val request = request(client, ResponseMode.FORM_POST_JWT)
        return FuzzTarget(
            "claims of a signed response",
            setOf("JarmResponseValidator", "NumericDate"),
            listOf(OpenIdTargets.signable(JARM_CLAIMS)),
            listOf(OpenIdTargets.signable(JARM_CLAIMS.replace("\"code\":\"abc\"", "\"error\":\"access_denied\""))),
        ) { client.validateForm(request, "response=${OpenIdTargets.signed(it)}").toString() }
    }

    /** A method, a target and a form, a line each. */
    private fun listener(): FuzzTarget {
        val validator = CallbackValidator(pendingLogin(LOCAL, STATE, mode = ResponseMode.FORM_POST))
        return FuzzTarget(
            "callback",
            setOf("CallbackValidator", "PlainResponseValidator", "AuthorizationResponseContent"),
            texts("GET\n/callback?code=abc&state=$STATE\n", "POST\n/callback\ncode=abc&state=$STATE"),
            texts("GET\n/callback?error=access_denied&state=$STATE", "$LOCAL?code=abc&state=$STATE"),
        ) {
            val text = it.asText()
            val lines = text.split('\n', limit = 3) + listOf("", "")
            val results =
                listOf(
                    validator.validate(lines[0], lines[1], lines[2]),
                    validator.validatePasted(text),
                    validator.validateReturned(text),
                )
            results.filterIsInstance<CallbackResult.Failed>().firstOrNull()?.let { failed -> throw failed.cause }
        }
    }

    private fun requestHead() =
        FuzzTarget(
            "head of a request",
            setOf("RequestHead"),
            texts(
                "GET /callback?code=a HTTP/1.1\r\nHost: localhost:8400\r\nAccept: */*",
                "POST /callback HTTP/1.1\r\nHost: localhost:8400\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
                    "Content-Length: 20",
            ),
        ) { RequestHead.parse(String(it, Charsets.ISO_8859_1))?.run { isFor(8400).toString() + formLength + this } }

    private fun query() =
        FuzzTarget("query", setOf("QueryParameters"), texts("a=b&c=%41+d&a=&=&e")) { queryParameters(it.asText()).toString() }

    private fun logout(): FuzzTarget {
        val request = LogoutRequest("https://as.example/logout", "$REDIRECT&x=%41", STATE)
        return FuzzTarget(
            "return from a logout",
            setOf("LogoutRequest", "QueryParameters"),
            texts("$REDIRECT&x=A&state=$STATE"),
        ) {
            request.isCallback(it.asText())
        }
    }

    private fun notification(): FuzzTarget {
        val login =
            BackchannelAuthentication.deserialize(
                """{"auth_req_id":"1c266114","expires":1780315500,"interval":5,"client_notification_token":"8d67dc78"}""",
            )
        return FuzzTarget(
            "notification",
            setOf("BackchannelAuthentication"),
            texts("Bearer 8d67dc78\n{\"auth_req_id\":\"1c266114\"}"),
        ) {
            val text = it.asText()
            login.isNotifiedBy(text.substringBefore('\n'), text.substringAfter('\n'))
        }
    }
}
