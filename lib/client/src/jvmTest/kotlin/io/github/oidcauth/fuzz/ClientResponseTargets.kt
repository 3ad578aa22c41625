package io.github.oidcauth.fuzz

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.ProtectedRequest
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.openid.ClientMetadata
import io.github.oidcauth.openid.ClientRegistrar
import io.github.oidcauth.openid.RegisteredClient
import io.github.oidcauth.providers.GitHub
import io.github.oidcauth.providers.Slack

/** The responses of the endpoints of an authorization server and of APIs. */
internal object ClientResponseTargets {
    private const val TOKEN =
        """{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600,""" +
            """"refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA","refresh_expires_in":7200,"scope":"openid profile",""" +
            """"example_parameter":"example_value"}"""
    private const val DEVICE =
        """{"device_code":"GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS","user_code":"WDJB-MJHT",""" +
            """"verification_uri":"https://example.com/device",""" +
            """"verification_uri_complete":"https://example.com/device?user_code=WDJB-MJHT","expires_in":1800,""" +
            """"interval":5}"""
    private const val REGISTRATION =
        """{"client_id":"c1","client_secret":"s3cret","client_secret_expires_at":0,"client_id_issued_at":1700000000,""" +
            """"registration_access_token":"rat","registration_client_uri":"https://as.example/register/c1",""" +
            """"redirect_uris":["https://app.example/cb"],"token_endpoint_auth_method":"client_secret_basic"}"""
    private const val INTROSPECTION =
        """{"active":true,"client_id":"l238j323ds-23ij4","username":"jdoe","scope":"read write dolphin",""" +
            """"sub":"Z5O3upPC88QrAjx00dis","aud":["https://protected.example.net/resource"],""" +
            """"iss":"https://server.example.com/","exp":1419356238,"iat":1419350238,"nbf":1419350238,""" +
            """"token_type":"Bearer"}"""

    /** RFC 6749 §5.2, py-oidc-auth's wrapping, FastAPI's complaints, a page of a gateway. */
    private val errors =
        listOf(
            HttpText.of(
                """{"error":"invalid_grant","error_description":"Bad \"code\".","error_uri":"https://as.example/e"}""",
                400,
            ),
            HttpText.of("""{"error":"use_dpop_nonce"}""", 400, "DPoP-Nonce: eyJ7S_zG.eyJH0-Z"),
            HttpText.of("""{"error":"slow_down","interval":10}""", 400, "Retry-After: 7"),
            HttpText.of("""{"error":"authorization_pending"}""", 400),
            HttpText.of("""{"detail":"Upstream OIDC error: {\"error\":\"invalid_grant\",\"error_description\":\"x\"}"}""", 400),
            HttpText.of("""{"detail":[{"loc":["body","code"],"msg":"field required","input":"x"}]}""", 422),
            HttpText.of("<html><body>Bad Gateway</body></html>", 502, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"),
        )

    private val key = DPoPKey.generate()
    private val sharedReads =
        setOf(
            "JsonResponseReader",
            "ResponseSummary",
            "JsonText",
            "RepeatedMembers",
            "ErrorResponseReader",
            "OAuthError",
            "Redaction",
            "Transport",
            "RawResponse",
            "EndpointResponses",
            "SecondsMember",
        )

    fun all(): List<FuzzTarget> =
        listOf(
            target(
                "token response",
                setOf("TokenResponseReader", "TokenJson", "TokenMembers", "TokenEndpoint"),
                responses(TOKEN),
            ) {
                client().token(ClientCredentialsGrant()).use()
            },
            target(
                "token response bound by DPoP",
                setOf("DPoPNonces", "NonceChallenge", "DPoPProofSource"),
                responses(TOKEN.replace("Bearer", "DPoP")),
            ) {
                client { dpop = DPoP.withKey(key) }.token(RefreshTokenGrant("rt")).use()
            },
            target(
                "token response of GitHub",
                setOf("ResponseQuirks", "QueryParameters"),
                listOf(
                    "200\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\n\n" +
                        "access_token=gho_1&scope=repo%2Cgist&token_type=bearer&expires_in=28800",
                ).map { it.encodeToByteArray() } + responses(TOKEN),
            ) {
                val config = ClientConfig("c") { clientSecret = "s" }
                ProtocolClient.of(GitHub.provider(), config, clientContext).tokens.token(RefreshTokenGrant("rt")).use()
            },
            target(
                "token response of Slack",
                setOf("ResponseQuirks"),
                responses(
                    """{"ok":true,"access_token":"xoxb-1","token_type":"bot","scope":"a,b","authed_user":{"id":"U1",""" +
                        """"access_token":"xoxp-1"}}""",
                ),
            ) {
                val config = ClientConfig("c") { clientSecret = "s" }
                ProtocolClient.of(Slack.bot(), config, clientContext).tokens.token(RefreshTokenGrant("rt")).use()
            },
            target("device authorization response", setOf("DeviceAuthorizationResponseReader"), responses(DEVICE)) {
                client().deviceAuthorization().also { it.toString() }.serialize()
            },
            target("poll response", setOf("PollResponseReader", "DevicePolling"), responses(TOKEN), errors) {
                val code = DeviceCode.deserialize(SerializedTargets.DEVICE_CODE)
                val job = client().pollingJob(code)
                time += job.nextAttemptIn
                job.attempt()?.use()
                job.nextAttemptInMillis
            },
            target(
                "backchannel authentication response",
                setOf("BackchannelAuthenticationEndpoint"),
                responses("""{"auth_req_id":"1c266114-a1be-4252-8ad1-04986c5b9ac1","expires_in":120,"interval":2}"""),
            ) { client().backchannelAuthentication(BackchannelAuthenticationRequest.loginHint("a").build()).serialize() },
            target(
                "pushed authorization response",
                setOf("PushedAuthorizationRequestEndpoint"),
                listOf(
                    HttpText.of(
                        """{"request_uri":"urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c","expires_in":60}""",
                        201,
                    ),
                ),
            ) {
                val client = client()
                client.push(client.authorizationRequest("https://app.example/cb")).run { url + serialize() }
            },
            target(
                "introspection response",
                setOf("IntrospectionResponseReader", "IntrospectionEndpoint", "Introspection", "Claims"),
                responses(INTROSPECTION, """{"active":false}"""),
            ) {
                client().introspect("token").run {
                    listOf(
                        scopes,
                        clientId,
                        username,
                        tokenType,
                        expiresAt,
                        issuedAt,
                        notBefore,
                        subject,
                        audience,
                        issuer,
                        jwtId,
                    ).toString() +
                        this
                }
            },
            target("revocation response", setOf("RevocationEndpoint"), responses("")) { client().revoke("token") },
            target(
                "registration response",
                setOf("ClientRegistrar", "RegisteredClient"),
                listOf(HttpText.of(REGISTRATION, 201)),
            ) {
                ClientRegistrar(ClientBench.METADATA, clientContext, allowInsecureHttp = false)
                    .register(ClientMetadata { redirectUris("https://app.example/cb") }, "iat")
                    .run { toConfig().build().toString() + serialize() + clientIdIssuedAt + clientSecretExpiresAt }
            },
            target("registration read", setOf("ClientRegistrar"), responses(REGISTRATION)) {
                ClientRegistrar(ClientBench.METADATA, clientContext, allowInsecureHttp = false)
                    .read(RegisteredClient.deserialize(REGISTRATION))
                    .toString()
            },
            target(
                "response of an API",
                setOf("Challenge", "ResourceErrorReader", "ProtectedResponse", "ProtectedResourceErrors", "ResourceCaller"),
                responses("{}"),
                listOf(
                    "401\nWWW-Authenticate: Bearer realm=\"example\", error=\"invalid_token\", " +
                        "error_description=\"The access token expired\"\n\n",
                    "401\nWWW-Authenticate: Negotiate a87421000492aa874209af8bc028==, DPoP error=\"use_dpop_nonce\"\n" +
                        "DPoP-Nonce: eyJ7S_zG.eyJH0-Z\n\n",
                    "403\nWWW-Authenticate: Basic\nWWW-Authenticate: bearer error=insufficient_scope , scope = \"a b\"\n\n",
                    "401\nWWW-Authenticate: Bearer error=\"insufficient_user_authentication\", " +
                        "acr_values=\"gold\", max_age=\"5\"\n\n{}",
                ).map { it.encodeToByteArray() },
            ) {
                val bound = Token("at") { tokenType = "DPoP" }.newBuilder().also { it.dpopKey = key }.build()
                client().request(bound, ProtectedRequest("https://api.example/x") {}).orThrow().run {
                    header("dpop-nonce") +
                        toString()
                }
            },
        )

    private fun target(
        name: String,
        reads: Set<String>,
        valid: List<ByteArray>,
        others: List<ByteArray> = errors,
        feed: suspend FuzzedServer.() -> Unit,
    ): FuzzTarget {
        val server = FuzzedServer()
        return FuzzTarget(name, reads + sharedReads, valid, others) { feed(server.with(it)) }
    }

    private fun Token.use() {
        Token.deserialize(serialize())
        toString()
        headers
    }
}
