package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.interop.browser.Chromium
import io.github.oidcauth.interop.oidcprovider.NodeEnvironment
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.DEVICE_ROUTE
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.REFRESH_REQUESTS
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.TOKEN_ROUTE
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Mode
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject

/** The Python client and our command take turns at one token file. */
class SharedTokenFileTest : FunSpec({
    requires(PythonEnvironment, NodeEnvironment, Chromium)

    Mode.entries.forEach { mode ->
        // With rotation each refresh token works once, so whoever is second needs the one that the first has stored.
        val settings = OidcProvider.Settings(rotateRefreshTokens = true)

        test(
            "each of the Python client and the command uses and refreshes the tokens of the other, in ${mode.word} mode",
        ) {
            val server = Stage.of(mode, settings).server
            val user = User("shared-ours-first-${mode.word}")
            val first = OidcAuthCommand(user).start(server.baseUrl, "--json").succeeds().printedAccessToken()

            server.withoutRequests { user.accessTokenByPython(server) } shouldBe first
            val second = server.withOneRefresh(user) { user.accessTokenByPython(server) }
            server.withoutRequests { user.accessTokenByCommand(server) } shouldBe second
            val third = server.withOneRefresh(user) { user.accessTokenByCommand(server) }

            setOf(first, second, third).size shouldBe 3
            server.withoutRequests { user.accessTokenByPython(server) } shouldBe third
            server.whoAmI(third).statusCode() shouldBe 200
        }

        test("the command uses and refreshes what the Python client wrote in ${mode.word} mode") {
            val server = Stage.of(mode, settings).server
            val user = User("shared-python-first-${mode.word}")
            val first = PythonClient(user).start(server.baseUrl, "--json").succeeds().printedAccessToken()

            server.withoutRequests { user.accessTokenByCommand(server) } shouldBe first
            val second = server.withOneRefresh(user) { user.accessTokenByCommand(server) }

            second shouldNotBe first
            server.whoAmI(second).statusCode() shouldBe 200
        }
    }

    test("members that are unknown to both clients survive both") {
        val server = Stage.of(Mode.PASSTHROUGH).server
        val user = User("shared-unknown")
        OidcAuthCommand(user).start(server.baseUrl, "--json").succeeds()
        val otherServer = buildJsonObject {
            putJsonObject("token") {
                put("access_token", "of a otherServer")
                put("expires", 4_000_000_000)
                put("colour", "green")
            }
            put("stored_at", 1_700_000_000.5)
            put("note", "kept by somebody else")
        }
        user.tokenFile.add("https://otherServer.example", otherServer)
        user.tokenFile.annotate(server.baseUrl, "colour", JsonPrimitive("blue"))

        server.withOneRefresh(user) { user.accessTokenByCommand(server) }

        user.tokenFile.token(server.baseUrl)["colour"] shouldBe JsonPrimitive("blue")
        user.tokenFile.entry("https://otherServer.example") shouldBe otherServer
        server.withOneRefresh(user) { user.accessTokenByPython(server) }
        server.withOneRefresh(user) { user.accessTokenByCommand(server) }
        user.tokenFile.entry("https://otherServer.example") shouldBe otherServer
    }
})

private fun User.accessTokenByPython(server: PyOidcAuthServer): String =
    PythonClient(this).start(server.baseUrl, "--json").succeeds().printedAccessToken()

private fun User.accessTokenByCommand(server: PyOidcAuthServer): String =
    OidcAuthCommand(this).start("token", server.baseUrl).succeeds().stdout.trim()

/** Runs [use], during which nothing may be asked of the login routes. */
private fun PyOidcAuthServer.withoutRequests(use: () -> String): String {
    val before = hits(TOKEN_ROUTE) + hits(DEVICE_ROUTE)
    val accessToken = use()
    hits(TOKEN_ROUTE) + hits(DEVICE_ROUTE) shouldBe before
    return accessToken
}

/** Runs [use] with an expired access token, for which exactly one refresh must be asked and nobody be bothered. */
private fun PyOidcAuthServer.withOneRefresh(user: User, use: () -> String): String {
    user.tokenFile.expireAccessToken(baseUrl)
    val refreshes = hits(REFRESH_REQUESTS)
    val logins = hits(DEVICE_ROUTE)
    val accessToken = use()
    hits(REFRESH_REQUESTS) - refreshes shouldBe 1
    hits(DEVICE_ROUTE) shouldBe logins
    user.tokenFile.accessToken(baseUrl) shouldBe accessToken
    return accessToken
}
