package io.github.oidcauth.sample.server

import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jwt.SignedJWT
import com.sun.net.httpserver.HttpServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import java.net.InetAddress
import java.net.InetSocketAddress
import java.time.Duration
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

class BackchannelTest :
    FunSpec({
        val server = SampleServer.start(Settings(backchannelInterval = Duration.ZERO))
        val impatient = SampleServer.start(Settings(backchannelInterval = Duration.ofMillis(299_500)))
        val service = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET)
        afterSpec { listOf(server, impatient).forEach { it.close() } }

        fun IssuerClient.ask(vararg fields: Pair<String, String>) =
            post(
                "/oauth2/bc-authorize",
                *(mapOf("scope" to "openid profile", "login_hint" to "alice") + fields).toList().toTypedArray(),
            )

        fun IssuerClient.poll(id: String) = token(CIBA, "auth_req_id" to id)

        test("a request is accepted with an interval in whole seconds") {
            val asked = IssuerClient(
                impatient,
                SampleClients.SERVICE,
                SampleClients.SECRET,
            ).ask("login_hint" to "alice@example.com")

            asked.status shouldBe 200
            asked.json.path("expires_in").asInt() shouldBe 120
            asked.json.path("interval").asInt() shouldBe 300
            asked.header("Cache-Control") shouldBe "no-store"
        }

        test("a poll before the response is told to wait, one that comes too soon to slow down") {
            val hasty = IssuerClient(impatient, SampleClients.SERVICE, SampleClients.SECRET)
            val id = hasty.ask()["auth_req_id"]
            hasty.poll(id)["error"] shouldBe "authorization_pending"
            hasty.poll(id)["error"] shouldBe "slow_down"
        }

        test("an allowed request brings all three tokens, once") {
            val id = service.ask("binding_message" to "W4SCT")["auth_req_id"]
            ScriptedVisitor().approveBackchannel(server.approvalUrl, "W4SCT")

            val token = service.poll(id)

            token.status shouldBe 200
            SignedJWT.parse(token["id_token"]).jwtClaimsSet.subject shouldBe "alice"
            SignedJWT.parse(token["id_token"]).jwtClaimsSet.audience shouldBe listOf(SampleClients.SERVICE)
            service.plain.get("/userinfo", "Bearer ${token["access_token"]}")["name"] shouldBe "Alice Liddell"
            val refreshed = service.token("refresh_token", "refresh_token" to token["refresh_token"])
            SignedJWT.parse(refreshed["id_token"]).jwtClaimsSet.subject shouldBe "alice"
            service.poll(id)["error"] shouldBe "invalid_grant"
        }

        test("the newest request is responded to where no message tells them apart, and each for itself") {
            val visitor = ScriptedVisitor()
            val first = service.ask("binding_message" to "first")["auth_req_id"]
            val second = service.ask()["auth_req_id"]
            visitor.approveBackchannel(server.approvalUrl)
            visitor.denyBackchannel(server.approvalUrl, "first")

            service.poll(second).status shouldBe 200
            service.poll(first)["error"] shouldBe "access_denied"
        }

        test("a user who is asked nothing is told so") {
            SampleServer.start().use { quiet ->
                shouldThrow<IllegalStateException> { ScriptedVisitor().approveBackchannel(quiet.approvalUrl) }
                    .message shouldContain "with the page 'Nothing to allow'"
            }
        }

        test("an expired request gets its error, allowed or not, and cannot be allowed any more") {
            val allowed = service.ask("requested_expiry" to "1", "binding_message" to "soon")["auth_req_id"]
            ScriptedVisitor().approveBackchannel(server.approvalUrl, "soon")
            val waiting = service.ask("requested_expiry" to "1", "binding_message" to "late")["auth_req_id"]

            untilDeadline(generateSequence { service.poll(waiting)["error"] }) { it != "authorization_pending" } shouldBe
                "expired_token"
            service.poll(allowed)["error"] shouldBe "expired_token"
            shouldThrow<IllegalStateException> { ScriptedVisitor().approveBackchannel(server.approvalUrl, "late") }
        }

        test("an ID token of this server says whose response is wanted") {
            val idToken = IssuerClient(server).codeLogin()["id_token"]
            service.ask("login_hint" to "", "id_token_hint" to idToken).status shouldBe 200
            service.ask("login_hint" to "", "id_token_hint" to "nonsense")["error"] shouldBe "invalid_request"
        }

        test("a request serves no other client") {
            val id = service.ask("binding_message" to "mine")["auth_req_id"]
            ScriptedVisitor().approveBackchannel(server.approvalUrl, "mine")
            val key = ECKey.parse(server.serviceKey)
            val claims = Assertions.claims(SampleClients.KEY_SERVICE, SampleClients.KEY_SERVICE, server.issuer)
            val other = Assertions.asClient(SampleClients.KEY_SERVICE, Assertions.signed(claims, key))

            service.plain.post("/oauth2/token", "grant_type" to CIBA, "auth_req_id" to id, *other)["error"] shouldBe
                "invalid_grant"
            service.poll(id).status shouldBe 200
        }

        test("private_key_jwt opens this endpoint too, for its own address as the audience") {
            val key = ECKey.parse(server.serviceKey)
            val audience = "${server.issuer}/oauth2/bc-authorize"
            val claims = Assertions.claims(SampleClients.KEY_SERVICE, SampleClients.KEY_SERVICE, audience)
            val client = Assertions.asClient(SampleClients.KEY_SERVICE, Assertions.signed(claims, key))

            val fields = arrayOf("scope" to "openid", "login_hint" to "alice", *client)
            service.plain.post("/oauth2/bc-authorize", *fields).status shouldBe 200
        }

        for ((what, fields, error) in listOf(
            Triple("no hint", arrayOf("login_hint" to ""), "invalid_request"),
            Triple("two hints", arrayOf("id_token_hint" to "x"), "invalid_request"),
            Triple("a hint that cannot be read", arrayOf("login_hint" to "", "login_hint_token" to "x"), "invalid_request"),
            Triple("an unknown user", arrayOf("login_hint" to "mallory"), "unknown_user_id"),
            Triple("no scope", arrayOf("scope" to ""), "invalid_request"),
            Triple("no openid", arrayOf("scope" to "profile"), "invalid_scope"),
            Triple("a scope there is not", arrayOf("scope" to "openid everything"), "invalid_scope"),
            Triple("the right to register clients", arrayOf("scope" to "openid client.create"), "invalid_scope"),
            Triple("a message of many lines", arrayOf("binding_message" to "a\nb"), "invalid_binding_message"),
            Triple("a message that is too long", arrayOf("binding_message" to "a".repeat(101)), "invalid_binding_message"),
            Triple("an end before now", arrayOf("requested_expiry" to "-1"), "invalid_request"),
            Triple("a signed request", arrayOf("request" to "x.y.z"), "invalid_request"),
        )) {
            test("a request with $what is refused") {
                val response = service.ask(*fields)
                response.status shouldBe 400
                response["error"] shouldBe error
            }
        }

        test("a message may be as long as a hundred characters") {
            service.ask("binding_message" to "a".repeat(100)).status shouldBe 200
        }

        test("nobody asks without saying who it is, and no client that has not the grant") {
            for (nobody in listOf(IssuerClient(server), IssuerClient(server, SampleClients.SERVICE, "wrong"))) {
                nobody.ask().status shouldBe 401
                nobody.ask()["error"] shouldBe "invalid_client"
            }
            val application = IssuerClient(server, "sample-application", "sample-secret")
            application.ask()["error"] shouldBe "unauthorized_client"
            application.poll("any")["error"] shouldBe "unauthorized_client"
        }

        test("a poll with nothing, or with what nobody was told, is refused") {
            service.token(CIBA)["error"] shouldBe "invalid_request"
            service.poll("nonsense")["error"] shouldBe "invalid_grant"
        }

        test("the message is text on the page, whatever it looks like") {
            val id = service.ask("binding_message" to "<form class=allow>")["auth_req_id"]
            ScriptedVisitor().approveBackchannel(server.approvalUrl, "<form class=allow>")
            service.poll(id).status shouldBe 200
        }

        test("the page is for people who have signed in") {
            service.plain.get("/approve").status shouldBe 302
            service.plain.post("/approve", "request" to "x", "answer" to "allow").status shouldNotBe 200
        }

        context("a client that is called back") {
            val calls = LinkedBlockingQueue<Pair<String?, String>>()
            val listener = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
            listener.createContext("/ping") { exchange ->
                calls += exchange.requestHeaders.getFirst("Authorization") to exchange.requestBody.readBytes().decodeToString()
                exchange.sendResponseHeaders(204, -1)
                exchange.close()
            }
            listener.start()
            val calling = SampleServer.start(Settings(notificationEndpoint = "http://127.0.0.1:${listener.address.port}/ping"))
            val client = IssuerClient(calling, SampleClients.PING_SERVICE, SampleClients.SECRET)
            afterSpec {
                calling.close()
                listener.stop(0)
            }

            fun call() = calls.poll(10, TimeUnit.SECONDS).shouldNotBeNull()

            test("hears that there is a response, and fetches it") {
                val id = client.ask("client_notification_token" to "8d67dc78-7faa")["auth_req_id"]
                calls.isEmpty() shouldBe true
                ScriptedVisitor().approveBackchannel(calling.approvalUrl)

                call() shouldBe ("Bearer 8d67dc78-7faa" to """{"auth_req_id":"$id"}""")
                client.poll(id).status shouldBe 200
            }

            test("hears of a refusal too") {
                val id = client.ask("client_notification_token" to "token")["auth_req_id"]
                ScriptedVisitor().denyBackchannel(calling.approvalUrl)

                call() shouldBe ("Bearer token" to """{"auth_req_id":"$id"}""")
                client.poll(id)["error"] shouldBe "access_denied"
            }

            test("has to say by which token it knows the call") {
                client.ask()["error"] shouldBe "invalid_request"
                client.ask("client_notification_token" to "no token")["error"] shouldBe "invalid_request"
            }
        }

        test("a client that is called back needs a place for it") {
            IssuerClient(server, SampleClients.PING_SERVICE, SampleClients.SECRET).ask().status shouldBe 401
            shouldThrow<IllegalArgumentException> { Settings(notificationEndpoint = "ftp://127.0.0.1/ping") }
        }
    }) {
    private companion object {
        const val CIBA = "urn:openid:params:grant-type:ciba"
    }
}
