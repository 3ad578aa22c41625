package io.github.oidcauth.fuzz

import io.github.oidcauth.Token
import io.github.oidcauth.internal.addresses.IssuerName
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.jose.NimbusSignatures
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.internal.metadata.Discovery
import io.github.oidcauth.internal.metadata.WellKnownUrls
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.IntrospectionSettings
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.openid.ExpectedSubject
import io.github.oidcauth.openid.IdToken
import io.github.oidcauth.openid.IdTokenRequirements
import io.github.oidcauth.openid.IdTokenSettings
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration.Companion.minutes

/** Metadata, keys, ID tokens and what is said of a user. */
internal object OpenIdTargets {
    const val SECRET = "a secret of at least 32 characters, for HS256"
    private val jose = NimbusJose.jose
    private val key = jose.keys.generate(JwsAlgorithm.ES256, "k1")
    private val secretKey = ClientSecretKey.signing(SECRET)
    private val hs256 = JwtProtection { signedResponseAlgorithms(JwsAlgorithm.HS256) }
    private val metadata =
        ClientBench.METADATA.newBuilder().member("id_token_signing_alg_values_supported", listOf("ES256", "HS256")).build()

    private const val CLAIMS =
        """{"iss":"https://as.example","sub":"alice","aud":["my-client"],"azp":"my-client","exp":1780315500,""" +
            """"iat":1780315200,"nbf":1780315200,"auth_time":1780315200,"nonce":"n-0S6_WzA2Mj","acr":"gold",""" +
            """"amr":["pwd"],"at_hash":"x"}"""
    private const val METADATA =
        """{"issuer":"https://as.example","authorization_endpoint":"https://as.example/a",""" +
            """"token_endpoint":"https://as.example/t","device_authorization_endpoint":"https://as.example/d",""" +
            """"pushed_authorization_request_endpoint":"https://as.example/p",""" +
            """"backchannel_authentication_endpoint":"https://as.example/b",""" +
            """"introspection_endpoint":"https://as.example/i","revocation_endpoint":"https://as.example/r",""" +
            """"userinfo_endpoint":"https://as.example/u","end_session_endpoint":"https://as.example/l",""" +
            """"jwks_uri":"https://as.example/k","token_endpoint_auth_methods_supported":["client_secret_basic",""" +
            """"private_key_jwt"],"token_endpoint_auth_signing_alg_values_supported":["ES256"],""" +
            """"id_token_signing_alg_values_supported":["ES256"],"response_modes_supported":["query","form_post"],""" +
            """"authorization_response_iss_parameter_supported":true,"require_pushed_authorization_requests":false,""" +
            """"mtls_endpoint_aliases":{"token_endpoint":"https://mtls.as.example/t"},""" +
            """"dpop_signing_alg_values_supported":["ES256"]}"""

    fun all(): List<FuzzTarget> = listOf(
        discovery(),
        metadataInUse(),
        keySet(),
        idToken(),
        claims(),
        userInfo(),
        userInfoClaims(),
        introspectionClaims(),
    )

    private fun discovery(): FuzzTarget {
        val server = FuzzedServer()
        return FuzzTarget(
            "metadata response",
            setOf("Discovery", "MetadataResponse", "ServerMetadata", "IssuerMatcher"),
            responses(METADATA),
        ) {
            Discovery(
                server.with(it).clientContext.transport,
                allowInsecureHttp = false,
            ).discover("https://as.example", IssuerCheck.Exact).toString()
        }
    }

    /** Every address in the metadata is a otherServer's, and is called. */
    private fun metadataInUse(): FuzzTarget {
        val server = FuzzedServer()
        val response = HttpText.of(
            """{"access_token":"at","token_type":"Bearer","request_uri":"urn:x:y",""" +
                """"expires_in":60,"active":true}""",
        )
        return FuzzTarget(
            "metadata in use",
            setOf(
                "ServerMetadata",
                "Endpoints",
                "ClientAuthenticationSelector",
                "WebAddress",
                "HttpTarget",
                "AuthorizationUrl",
                "LogoutRequestFactory",
                "WellKnownUrls",
            ),
            texts(METADATA),
        ) {
            val client = client(server.with(response), ServerMetadata.parse(it.asText()))
            val token = Token("at")
            client.token(ClientCredentialsGrant())
            listOf<suspend () -> Any>(
                { client.introspect("t") },
                { client.revoke("t") },
                {
                    client.authorizationRequest("https://app.example/cb").let { request ->
                        client.push(request).url + request.url
                    }
                },
                { client.logoutRequest().url },
                { client.deviceAuthorization() },
                { client.backchannelAuthentication(BackchannelAuthenticationRequest.loginHint("a").build()) },
                { client.userInfo(token, ExpectedSubject.of("alice")) },
                { client.validateIdToken(jose.signer.sign(json(CLAIMS), key, JwsAlgorithm.ES256)) },
                { WellKnownUrls.of(IssuerName.of(client.metadata.issuer.orEmpty()), allowInsecureHttp = false) },
            ).forEach { call -> orRefused { call() } }
        }
    }

    private fun keySet(): FuzzTarget {
        val server = FuzzedServer()
        val token = jose.signer.sign(json(CLAIMS.replace(",\"at_hash\":\"x\"", "")), key, JwsAlgorithm.ES256)
        val set = JwkSet(listOf(key.toPublic())).toJson().toString()
        return FuzzTarget(
            "key set response",
            setOf("PublishedKeys", "JwkSet", "JwksCache", "KeyMembers", "KeyCompatibility"),
            listOf(HttpText.of(set, 200, "Cache-Control: max-age=60, must-revalidate")),
            listOf(HttpText.of(JwkSet(JoseTargets.keys).toPublic().toJson().toString())),
        ) { client(server.with(it)).validateIdToken(token).use() }
    }

    /** The text of a token. */
    private fun idToken(): FuzzTarget {
        val server = FuzzedServer()
        val keys = HttpText.of(JwkSet(listOf(key.toPublic())).toJson().toString())
        val claims = json(CLAIMS.replace(",\"at_hash\":\"x\"", ""))
        return FuzzTarget(
            "ID token",
            setOf(
                "IdTokenValidator",
                "JwtReader",
                "CompactJwt",
                "JwsVerifier",
                "UniqueJson",
                "Base64Url",
                "NimbusSignatures",
                "TokenClaims",
            ),
            texts(jose.signer.sign(claims, key, JwsAlgorithm.ES256)),
            texts(jose.signer.sign(claims, secretKey, JwsAlgorithm.HS256)) + texts(*JoseTargets.encrypted.toTypedArray()),
        ) {
            val text = it.asText()
            Token("at") { idToken = text.ifEmpty { null } }.idTokenClaims.toString()
            client(server.with(keys)) {
                decryptionKeys = JoseTargets.keys.filter { key ->
                    key.isPrivate
                }
            }.validateIdToken(text).use()
        }
    }

    /** Header and claims, with a signature that is right. */
    private fun claims(): FuzzTarget {
        val server = FuzzedServer()
        val requirements =
            IdTokenRequirements {
                nonce("n-0S6_WzA2Mj")
                maxAge = 10.minutes
                acrValues("gold")
            }
        return FuzzTarget(
            "claims of an ID token",
            setOf("IdTokenRules", "IdToken", "NumericDate", "Claims", "IdTokenExpectation"),
            listOf(signable(CLAIMS.replace(",\"at_hash\":\"x\"", ""))),
            listOf(signable(CLAIMS)),
        ) {
            val client = client(server) { idToken = IdTokenSettings { protection(hs256) } }
            client.validateIdToken(signed(it), requirements).use()
        }
    }

    private fun userInfo(): FuzzTarget {
        val server = FuzzedServer()
        val signed = jose.signer.sign(json(CLAIMS), secretKey, JwsAlgorithm.HS256)
        return FuzzTarget(
            "userinfo response",
            setOf("UserInfoResponseReader", "UserInfoEndpoint", "UserInfo", "ResourceErrorReader", "UniqueJson"),
            responses(
                """{"sub":"alice","name":"Alice","email_verified":true,"address":{"locality":"X"},""" +
                    """"updated_at":1780315200}""",
            ),
            listOf(
                "200\nContent-Type: application/jwt; charset=x\n\n$signed".encodeToByteArray(),
                "401\nWWW-Authenticate: Bearer error=\"invalid_token\"\n\n".encodeToByteArray(),
            ),
        ) { client(server.with(it)).userInfo(Token("at"), ExpectedSubject.of("alice")).run { toString() + string("name") } }
    }

    private fun userInfoClaims(): FuzzTarget {
        val server = FuzzedServer()
        return FuzzTarget("claims of a userinfo response", setOf("UserInfoResponseReader"), listOf(signable(CLAIMS))) {
            val response = "200\nContent-Type: application/jwt\n\n${signed(it)}".encodeToByteArray()
            client(server.with(response)) { userInfo = hs256 }.userInfo(Token("at"), ExpectedSubject.of("alice")).toString()
        }
    }

    private fun introspectionClaims(): FuzzTarget {
        val server = FuzzedServer()
        val claims = """{"iss":"https://as.example","aud":"my-client","iat":1780315200,""" +
            """"token_introspection":{"active":true,"scope":"a b","exp":1780315500}}"""
        return FuzzTarget(
            "claims of an introspection response",
            setOf("IntrospectionResponseReader", "IntrospectionEndpoint", "Introspection"),
            texts("{\"alg\":\"HS256\",\"typ\":\"token-introspection+jwt\"}\n$claims"),
        ) {
            val response = "200\nContent-Type: application/token-introspection+jwt\n\n${signed(it)}".encodeToByteArray()
            client(server.with(response)) { introspection = IntrospectionSettings { protection(hs256) } }.introspect("t").run {
                scopes.toString() +
                    expiresAt +
                    this
            }
        }
    }

    private fun client(
        server: FuzzedServer,
        of: ServerMetadata = metadata,
        configure: io.github.oidcauth.oauth2.ClientConfig.Builder.() -> Unit = {},
    ): OAuth2Client =
        server.client(of) {
            clientSecret = SECRET
            signingKey = key
            configure()
        }

    private fun IdToken.use() {
        listOf(issuer, subject, audience, expiresAt, issuedAt, authTime, nonce, acr, amr).toString() + this
    }

    private fun json(text: String) = parseJson(text) as JsonObject

    /** Returns the input of [signed]: a header, a line feed, the content. */
    fun signable(claims: String): ByteArray = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}\n$claims".encodeToByteArray()

    /** A JWT of these octets, whatever they are, with a signature that is right. */
    fun signed(input: ByteArray): String {
        val end = input.indexOf('\n'.code.toByte()).let { if (it < 0) input.size else it }
        val header = Base64Url.encode(input.copyOf(end))
        val text = "$header.${Base64Url.encode(input.copyOfRange(minOf(end + 1, input.size), input.size))}"
        return "$text.${Base64Url.encode(NimbusSignatures().sign(text.encodeToByteArray(), secretKey, JwsAlgorithm.HS256))}"
    }
}
