package io.github.oidcauth.sample.testing

import io.github.oidcauth.InvalidTargetException
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.ScriptedReply
import io.github.oidcauth.testing.ServerEndpoint
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe

class OrdersTest :
    FunSpec({
        suspend fun ScriptedLoginServer.orders(): OAuth2Client {
            registerClient("orders", "secret")
            return OAuth2Client.discover(url, "orders") {
                clientSecret = "secret"
                httpClient = this@orders.httpClient
            }
        }

        test("exchanges the token of a user for one of the inventory") {
            ScriptedLoginServer.inMemory().use { server ->
                val client = server.orders()
                val user = server.issueToken(server.issuerConfig())
                val token = Orders(client).inventoryToken(user.accessToken).shouldNotBeNull()
                client.introspect(token).run { subject to audience } shouldBe ("alice" to listOf("inventory"))
                server.requests(ServerEndpoint.TOKEN).single()["audience"] shouldBe "inventory"
            }
        }

        test("turns away a token that is over, and asks for nothing with it") {
            ScriptedLoginServer.inMemory().use { server ->
                val orders = Orders(server.orders())
                val user = server.issueToken(server.issuerConfig())
                server.revokeSessions()
                orders.inventoryToken(user.accessToken).shouldBeNull()
                server.count(ServerEndpoint.TOKEN) shouldBe 0
            }
        }

        test("does not hide that the server has no such API") {
            ScriptedLoginServer.inMemory().use { server ->
                val orders = Orders(server.orders())
                server.onNext(ServerEndpoint.INTROSPECTION, ScriptedReply.json(mapOf("active" to true, "sub" to "bob")))
                server.onNext(ServerEndpoint.TOKEN, ScriptedReply.error("invalid_target"))
                shouldThrow<InvalidTargetException> { orders.inventoryToken("any") }
            }
        }
    })
