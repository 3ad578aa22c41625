package io.github.oidcauth.fuzz

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.BackchannelAuthentication
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.ResponseMode
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.openid.RegisteredClient
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration.Companion.seconds

/** Texts that the library wrote, and that others may have changed. */
internal object SerializedTargets {
    const val DEVICE_CODE =
        """{"device_code":"dc","user_code":"WDJB-MJHT","verification_uri":"https://example.com/device",""" +
            """"verification_uri_complete":"https://example.com/device?c=W","expires":1900000000,"expires_in":1800,""" +
            """"interval":5}"""
    private const val BACKCHANNEL =
        """{"auth_req_id":"1c266114","expires":1900000000,"interval":5,"client_notification_token":"8d67dc78"}"""
    private const val REGISTERED =
        """{"client_id":"c1","client_secret":"s3cret","client_secret_expires_at":1900000000,""" +
            """"client_id_issued_at":1700000000,"registration_access_token":"rat",""" +
            """"registration_client_uri":"https://as.example/register/c1",""" +
            """"token_endpoint_auth_method":"client_secret_post","redirect_uris":["https://app.example/cb"]}"""

    private val ENCRYPTION_KEY = TokenEncryptionKey.of(ByteArray(TokenEncryptionKey.BYTES))
    private val ENCRYPTED = runBlocking {
        AesTokenCipher(ENCRYPTION_KEY).encrypt(TokenKey.of("https://a"), Token("at"))
    }.serialize()

    private val signing = FuzzedServer().client { signingKey = Jwk.generate(JwsAlgorithm.ES256) }

    fun all(): List<FuzzTarget> =
        listOf(
            FuzzTarget("saved token", setOf("Token", "TokenJson", "DPoPKey"), tokens()) {
                Token.deserialize(it.asText()).run { serialize() + this + headers }
            },
            FuzzTarget("encrypted token", setOf("EncryptedToken", "AesTokenCipher"), texts(ENCRYPTED)) {
                val sealed = EncryptedToken.deserialize(it.asText())
                check(EncryptedToken.deserialize(sealed.serialize()) == sealed) { "It is not the same when it is saved again." }
                orRefused { AesTokenCipher(ENCRYPTION_KEY).decrypt(TokenKey.of("https://a"), sealed) }
            },
            FuzzTarget(
                "saved device code",
                setOf("DeviceCode", "DeviceAuthorizationResponseReader", "SecondsMember"),
                texts(DEVICE_CODE),
            ) {
                DeviceCode.deserialize(it.asText()).run { serialize() + this + uri }
            },
            FuzzTarget(
                "saved backchannel authentication",
                setOf("BackchannelAuthentication", "SecondsMember"),
                texts(BACKCHANNEL),
            ) {
                BackchannelAuthentication.deserialize(it.asText()).run { serialize() + this }
            },
            FuzzTarget("saved registration", setOf("RegisteredClient", "ClientMetadata"), texts(REGISTERED)) {
                RegisteredClient.deserialize(it.asText()).run {
                    serialize() + this + toConfig().build() + metadata + clientIdIssuedAt + clientSecretExpiresAt
                }
            },
            FuzzTarget(
                "saved authorization request",
                setOf("AuthorizationRequestJson", "RequestObjectClaims", "AuthorizationRequest", "RedirectTarget"),
                requests(),
            ) {
                val request = AuthorizationRequest.deserialize(it.asText())
                check(AuthorizationRequest.deserialize(request.serialize()) == request) {
                    "It is not the same when it is saved again."
                }
                // Its parameters become the claims of a request object.
                val isOurs = request.clientId == "my-client" && request.issuer == ClientBench.ISSUER
                if (isOurs) orRefused { signing.sign(request).url }
                request.run { url + this + scope + responseMode + expiresAt + nonce + idTokenExpectation("code") }
            },
            FuzzTarget(
                "saved metadata",
                setOf("ServerMetadata"),
                texts("""{"issuer":"https://as.example","scopes_supported":["a"]}"""),
            ) {
                ServerMetadata.parse(it.asText()).run {
                    toString() + strings("scopes_supported") + flag("x") +
                        newBuilder().build()
                }
            },
            FuzzTarget(
                "saved DPoP key",
                setOf("DPoPKey", "Jwk", "KeyCompatibility"),
                texts(DPoPKey.generate().toJson().toString()),
            ) {
                (parseJson(it.asText()) as? JsonObject)?.let(DPoPKey::fromJson).toString()
            },
        )

    private fun tokens(): List<ByteArray> {
        val token =
            """{"access_token":"at","token_type":"DPoP","expires":1900000000,"refresh_token":"rt",""" +
                """"refresh_expires":1900009000,"id_token":"e30.e30.","scope":"a b",""" +
                """"headers":{"Authorization":"Bearer at"},"more":{"a":[1]}"""
        return texts("$token}", "$token,\"dpop_jwk\":${DPoPKey.generate().toJson()}}")
    }

    private fun requests(): List<ByteArray> {
        val client = FuzzedServer().client()
        val request =
            client.authorizationRequest("http://127.0.0.1:8400/callback?a=1") {
                scope("openid")
                requiredAcrValues("gold")
                maxAge(60.seconds)
                responseMode(ResponseMode.FORM_POST)
            }
        return texts(request.serialize(), request.withRequestUri("https://client.example/r").serialize())
    }
}
