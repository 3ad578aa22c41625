package io.github.oidcauth.sample.server

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** The expected bodies are those that py-oidc-auth 2606 with FastAPI responded in front of the same provider. */
class ErrorsTest :
    FunSpec({
        val server = SampleServer.start()
        val withoutDevices = SampleServer.start(Settings(deviceGrant = false))
        afterSpec { listOf(server, withoutDevices).forEach { it.close() } }

        for (mode in Mode.entries) {
            val client = PlainClient(mode.base(server))

            test("$mode: parameters that do not parse are listed") {
                val response = client.get("/auth/v2/login?prompt=garbage&offline_access=perhaps")
                response.status shouldBe 422
                response.body shouldBe
                    """{"detail":[{"type":"enum","loc":["query","prompt"],""" +
                    """"msg":"Input should be 'none', 'login', 'consent' or 'select_account'","input":"garbage",""" +
                    """"ctx":{"expected":"'none', 'login', 'consent' or 'select_account'"}},""" +
                    """{"type":"bool_parsing","loc":["query","offline_access"],""" +
                    """"msg":"Input should be a valid boolean, unable to interpret input","input":"perhaps"}]}"""
            }

            test("$mode: a login needs a redirect URI") {
                val response = client.get("/auth/v2/login")
                response.status shouldBe 400
                response.body shouldBe """{"detail":"Missing redirect_uri"}"""
            }

            test("$mode: a token request needs one of the three, under the names with hyphens") {
                for (response in listOf(
                    client.token(),
                    client.token("device_code" to "x"),
                    client.token("refresh-token" to ""),
                )) {
                    response.status shouldBe 400
                    response.body shouldBe """{"detail":"Missing (device) code or refresh_token"}"""
                }
            }

            test("$mode: an unknown code is the provider's error in the application's wrapping") {
                val response = client.token(
                    "code" to "x",
                    "redirect_uri" to "http://localhost:1/callback",
                    "code_verifier" to "y",
                )
                response.status shouldBe 400
                response.body shouldBe """{"detail":"Upstream OIDC error: {\"error\":\"invalid_grant\"}"}"""
            }

            test("$mode: a callback needs a code and a state of three parts") {
                client.get("/auth/v2/callback").body shouldBe """{"detail":"Missing code or state"}"""
                client.get("/auth/v2/callback?code=a&state=b").body shouldBe """{"detail":"Invalid state format"}"""
            }

            test("$mode: wrong methods and unknown paths are FastAPI's") {
                val response = client.get("/auth/v2/device")
                response.status shouldBe 405
                response.header("Allow") shouldBe "POST"
                response.body shouldBe """{"detail":"Method Not Allowed"}"""
                client.get("/auth/v2/elsewhere").status shouldBe 404
                client.get("/auth/v2/elsewhere").body shouldBe """{"detail":"Not Found"}"""
            }

            test("$mode: a provider without the device grant is a bad gateway") {
                val response = PlainClient(mode.base(withoutDevices)).post("/auth/v2/device")
                response.status shouldBe 502
                response.body shouldBe
                    """{"detail":"OIDC endpoint 'device_authorization_endpoint' not found in discovery."}"""
            }

            test("$mode: a logout leads to the provider") {
                val response = client.get("/auth/v2/logout?post_logout_redirect_uri=http://localhost/bye")
                response.status shouldBe 307
                response.header("Location") shouldBe
                    "${server.url}/connect/logout?client_id=sample-application" +
                    "&post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fbye"
            }
        }

        test("only the broker has keys to publish") {
            PlainClient(server.url).get("/auth/v2/.well-known/jwks.json").status shouldBe 404
            PlainClient(server.brokerUrl).get("/auth/v2/.well-known/jwks.json").json.path("keys").size() shouldBe 1
        }

        test("the broker says why it refuses a refresh token") {
            val response = PlainClient(server.brokerUrl).token("refresh-token" to "nonsense")
            response.status shouldBe 401
            response.body shouldBe """{"detail":"Invalid refresh token: Not enough segments"}"""
        }

        test("a logout without a hint asks the user") {
            PlainClient(server.url).get("/connect/logout?client_id=sample-application").header("Location") shouldBe
                "/logout"
            PlainClient(server.url).get("/logout").status shouldBe 200
        }
    })
