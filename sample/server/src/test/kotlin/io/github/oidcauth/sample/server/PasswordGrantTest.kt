package io.github.oidcauth.sample.server

import com.nimbusds.jwt.SignedJWT
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class PasswordGrantTest :
    FunSpec({
        val server = SampleServer.start()
        val service = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET)
        afterSpec { server.close() }

        fun IssuerClient.login(vararg fields: Pair<String, String>) =
            token("password", *(mapOf("username" to "alice", "password" to "alice") + fields).toList().toTypedArray())

        test("user name and password bring all three tokens") {
            val token = service.login()

            token.status shouldBe 200
            token["scope"].split(' ').toSet() shouldBe setOf("openid", "profile", "email", "offline_access")
            SignedJWT.parse(token["id_token"]).jwtClaimsSet.subject shouldBe "alice"
            service.plain.get("/userinfo", "Bearer ${token["access_token"]}")["email"] shouldBe "alice@example.com"
            service.token("refresh_token", "refresh_token" to token["refresh_token"]).status shouldBe 200
        }

        test("a login without openid brings no ID token") {
            val token = service.login("scope" to "email")
            token["scope"] shouldBe "email"
            token.json.has("id_token") shouldBe false
        }

        for ((what, fields, error) in listOf(
            Triple("a wrong password", arrayOf("password" to "wrong"), "invalid_grant"),
            Triple("an unknown user", arrayOf("username" to "mallory"), "invalid_grant"),
            Triple("no password", arrayOf("password" to ""), "invalid_request"),
            Triple("no user", arrayOf("username" to ""), "invalid_request"),
            Triple("a scope there is not", arrayOf("scope" to "everything"), "invalid_scope"),
            Triple("the right to register clients", arrayOf("scope" to "client.create"), "invalid_scope"),
            Triple("a resource that is none", arrayOf("resource" to "x"), "invalid_target"),
        )) {
            test("a login with $what is refused") {
                val response = service.login(*fields)
                response.status shouldBe 400
                response["error"] shouldBe error
            }
        }

        test("a parameter comes once, but for the resource") {
            val login = arrayOf("username" to "alice", "password" to "alice")
            service.token("password", *login, "password" to "alice")["error"] shouldBe "invalid_request"
            val token = service.token("password", *login, "resource" to "https://a.example", "resource" to "https://b.example")
            SignedJWT.parse(token["access_token"]).jwtClaimsSet.audience shouldBe listOf("https://a.example", "https://b.example")
        }

        test("the grant is not for every client, and for none without its secret") {
            IssuerClient(server, "sample-application", "sample-secret").login()["error"] shouldBe "unauthorized_client"
            IssuerClient(server).login()["error"] shouldBe "invalid_client"
            IssuerClient(server, SampleClients.SERVICE, "wrong").login()["error"] shouldBe "invalid_client"
        }
    })
