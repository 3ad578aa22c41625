package io.github.oidcauth.fuzz

import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.internal.servers.PyOidcAuthResponseReader
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.oauth2.ResponseMode

/** The responses of the routes of py-oidc-auth. */
internal object PyOidcAuthTargets {
    private const val TOKEN =
        """{"access_token":"at","token_type":"Bearer","expires":1900000000,"refresh_token":"rt",""" +
            """"refresh_expires":1900009000,"scope":"openid"}"""
    private const val DEVICE =
        """{"device_code":"dc","user_code":"AB-CD","verification_uri":"https://idp.example/d","expires_in":600,"interval":5}"""
    private const val LOCATION =
        "https://idp.example/authorize?client_id=c&redirect_uri=http%3A%2F%2Flocalhost%3A8400%2Fcallback&" +
            "state=r%7Chttp%3A%2F%2Flocalhost%7Cverifier&response_mode=form_post"
    private val errors =
        listOf(
            HttpText.of("""{"detail":"Upstream OIDC error: {\"error\":\"invalid_grant\"}"}""", 400),
            HttpText.of("""{"detail":{"error":"slow_down","interval":7}}""", 400, "Retry-After: 9"),
            HttpText.of("""{"detail":[{"loc":["body","code"],"msg":"missing"}]}""", 422),
        )

    fun all(): List<FuzzTarget> {
        val server = FuzzedServer()

        suspend fun responseOf(input: ByteArray) = server.with(
            input,
        ).clientContext.transport.send(HttpCall("POST", "https://app.example/token"))

        val now = server.clock.now()
        val reads = setOf("PyOidcAuthResponseReader", "JsonResponseReader", "ErrorResponseReader", "TokenJson", "Transport")
        return listOf(
            FuzzTarget("token route", reads, responses(TOKEN), errors) {
                PyOidcAuthResponseReader.token(responseOf(it), now, listOf("s3cret")).token().serialize()
            },
            FuzzTarget("poll of the token route", reads + "PollResponseReader", responses(TOKEN), errors) {
                when (val response = PyOidcAuthResponseReader.poll(responseOf(it), now, listOf("s3cret"))) {
                    is PollResult.Refused -> throw response.cause
                    is PollResult.Retryable -> throw response.cause
                    is PollResult.SlowDown -> throw response.cause
                    else -> response.toString()
                }
            },
            FuzzTarget("device route", reads + "DeviceAuthorizationResponseReader", responses(DEVICE), errors) {
                PyOidcAuthResponseReader.deviceCode(responseOf(it), now, allowInsecureHttp = false).serialize()
            },
            FuzzTarget(
                "login route",
                reads + "WebAddress",
                listOf("307\nLocation: $LOCATION\n\n".encodeToByteArray()),
                errors + listOf("302\nLocation: /login?state=a\n\n".encodeToByteArray()),
            ) {
                PyOidcAuthResponseReader
                    .authorizationRequest(
                        responseOf(it),
                        BaseUrl.parse("https://app.example"),
                        "http://localhost:8400/callback",
                        ResponseMode.QUERY,
                        allowInsecureHttp = false,
                    ).toString()
            },
        )
    }
}
