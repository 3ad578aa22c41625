package io.github.oidcauth.sample.server

import com.nimbusds.jose.JOSEObjectType
import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.JWSHeader
import com.nimbusds.jose.crypto.ECDSASigner
import com.nimbusds.jose.jwk.Curve
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.gen.ECKeyGenerator
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.SignedJWT
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.security.MessageDigest
import java.util.Base64
import java.util.Date
import java.util.UUID

class DPoPTest :
    FunSpec({
        val server = SampleServer.start()
        val client = IssuerClient(server)
        val key = ECKeyGenerator(Curve.P_256).generate()
        val stranger = ECKeyGenerator(Curve.P_256).generate()
        afterSpec { server.close() }

        fun proof(
            method: String,
            path: String,
            accessToken: String? = null,
            by: ECKey = key,
            id: String = UUID.randomUUID().toString(),
            nonce: String? = null,
            url: String = server.url,
        ): Map<String, String> {
            val hash = accessToken?.let { MessageDigest.getInstance("SHA-256").digest(it.toByteArray()) }
            val claims =
                JWTClaimsSet
                    .Builder()
                    .jwtID(id)
                    .claim("htm", method)
                    .claim("htu", url + path)
                    .claim("nonce", nonce)
                    .claim("ath", hash?.let(Base64.getUrlEncoder().withoutPadding()::encodeToString))
                    .issueTime(Date())
                    .build()
            val header =
                JWSHeader
                    .Builder(JWSAlgorithm.ES256)
                    .type(JOSEObjectType("dpop+jwt"))
                    .jwk(by.toPublicJWK())
                    .build()
            return mapOf("DPoP" to SignedJWT(header, claims).apply { sign(ECDSASigner(by)) }.serialize())
        }

        fun bound() = client.codeLogin(headers = proof("POST", "/oauth2/token"))

        fun userinfo(headers: Map<String, String>) = client.plain.get("/userinfo", headers = headers)

        test("a token of a request with a proof is bound to the key, and opens userinfo with another proof by it") {
            val token = bound()

            token["token_type"] shouldBe "DPoP"
            SignedJWT.parse(token["access_token"]).jwtClaimsSet.getJSONObjectClaim("cnf") shouldBe
                mapOf("jkt" to key.computeThumbprint().toString())
            val access = token["access_token"]
            userinfo(mapOf("Authorization" to "DPoP $access") + proof("GET", "/userinfo", access))["sub"] shouldBe "alice"
        }

        test("a bound token opens nothing without a proof, by another key, or for another place") {
            val access = bound()["access_token"]
            val asDPoP = mapOf("Authorization" to "DPoP $access")

            userinfo(mapOf("Authorization" to "Bearer $access")).header("WWW-Authenticate") shouldContain "invalid_token"
            userinfo(asDPoP).status shouldBe 401
            for (wrong in listOf(
                proof("GET", "/userinfo", access, by = stranger),
                proof("POST", "/userinfo", access),
                proof("GET", "/elsewhere", access),
                proof("GET", "/userinfo", "another token"),
                proof("GET", "/userinfo"),
            )) {
                val response = userinfo(asDPoP + wrong)
                response.status shouldBe 401
                response.header("WWW-Authenticate").shouldNotBeNull() shouldStartWith "DPoP error=\"invalid_dpop_proof\""
            }
        }

        test("a proof serves once") {
            val access = bound()["access_token"]
            val headers = mapOf("Authorization" to "DPoP $access") + proof("GET", "/userinfo", access)
            userinfo(headers).status shouldBe 200
            userinfo(headers).status shouldBe 401
        }

        test("a proof for another place gets no token") {
            val service = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET)
            service.token("client_credentials", headers = proof("POST", "/oauth2/par"))["error"] shouldBe "invalid_dpop_proof"
            service.token("client_credentials", headers = mapOf("DPoP" to "nonsense"))["error"] shouldBe "invalid_dpop_proof"
        }

        test("a refresh token of a public client is bound too") {
            val token = bound()

            fun refresh(headers: Map<String, String>) =
                client.token("refresh_token", "refresh_token" to token["refresh_token"], headers = headers)

            refresh(proof("POST", "/oauth2/token", by = stranger))["error"] shouldBe "invalid_dpop_proof"
            refresh(emptyMap())["error"] shouldBe "invalid_dpop_proof"
            refresh(proof("POST", "/oauth2/token"))["token_type"] shouldBe "DPoP"
        }

        test("a grant that Spring does not have binds its tokens too") {
            val service = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET)
            val login = arrayOf("username" to "alice", "password" to "alice")
            val token = service.token("password", *login, headers = proof("POST", "/oauth2/token"))
            token["token_type"] shouldBe "DPoP"
            val access = token["access_token"]
            userinfo(mapOf("Authorization" to "DPoP $access") + proof("GET", "/userinfo", access)).status shouldBe 200
            service.token("password", *login, headers = proof("POST", "/elsewhere"))["error"] shouldBe "invalid_dpop_proof"
        }

        test("a server that wants a nonce names it, and takes no other") {
            SampleServer.start(Settings(dpopNonces = true)).use { strict ->
                val service = IssuerClient(strict, SampleClients.SERVICE, SampleClients.SECRET)
                val login = arrayOf("username" to "alice", "password" to "alice")

                fun token(nonce: String?) = service.token(
                    "password",
                    *login,
                    headers = proof("POST", "/oauth2/token", nonce = nonce, url = strict.url),
                )
                val refused = token(null)
                refused.status shouldBe 400
                refused["error"] shouldBe "use_dpop_nonce"
                val tokenNonce = refused.header("DPoP-Nonce").shouldNotBeNull()
                token("another")["error"] shouldBe "use_dpop_nonce"
                val access = token(tokenNonce)["access_token"]

                fun info(nonce: String?) =
                    service.plain.get(
                        "/userinfo",
                        "DPoP $access",
                        proof("GET", "/userinfo", access, nonce = nonce, url = strict.url),
                    )
                val again = info(tokenNonce)
                again.status shouldBe 401
                again.header("WWW-Authenticate") shouldBe "DPoP error=\"use_dpop_nonce\""
                info(again.header("DPoP-Nonce"))["sub"] shouldBe "alice"
                service.token("client_credentials").status shouldBe 200
            }
        }

        test("introspection tells the key") {
            val service = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET)
            val response = service.post("/oauth2/introspect", "token" to bound()["access_token"])
            response["token_type"] shouldBe "DPoP"
            response.json.path("cnf").path("jkt").asString() shouldBe key.computeThumbprint().toString()
        }

        test("userinfo takes an ordinary token, as a bearer's only") {
            val access = client.codeLogin()["access_token"]
            userinfo(mapOf("Authorization" to "Bearer $access")).status shouldBe 200
            userinfo(mapOf("Authorization" to "DPoP $access") + proof("GET", "/userinfo", access)).status shouldBe 401
        }
    })
