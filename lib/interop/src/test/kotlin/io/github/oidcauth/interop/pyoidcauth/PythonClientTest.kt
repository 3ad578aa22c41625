package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.interop.browser.Chromium
import io.github.oidcauth.interop.oidcprovider.NodeEnvironment
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.CODE_REQUESTS
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.DEVICE_REQUESTS
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.REFRESH_REQUESTS
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Mode
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.paths.shouldExist
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.net.ServerSocket
import kotlin.time.Duration.Companion.seconds

/** The bench works without any of our code: the real client, the real server, the real provider, a real browser. */
class PythonClientTest : FunSpec({
    requires(PythonEnvironment, NodeEnvironment, Chromium)

    Mode.entries.forEach { mode ->
        test("the Python client logs in by device flow in ${mode.word} mode") {
            val server = Stage.of(mode).server
            val user = User("python-device-${mode.word}")

            val login = PythonClient(user).start(server.baseUrl, "--json").succeeds()

            server.whoAmI(login.printedAccessToken()).body() shouldContain "alice"
            server.hits(DEVICE_REQUESTS) shouldBeGreaterThan 0
            user.tokenFile.entries().keys shouldContainExactly setOf(server.baseUrl)
            user.screenshot.shouldExist()
        }
    }

    test("the Python client logs in by code flow") {
        val server = Stage.of(Mode.PASSTHROUGH).server
        val user = User("python-code")
        val port = ServerSocket(0).use { it.localPort }
        val before = server.hits(CODE_REQUESTS)

        val login = PythonClient(user).startCodeFlow(server.baseUrl, port).succeeds()

        server.whoAmI(login.printedAccessToken()).statusCode() shouldBe 200
        server.hits(CODE_REQUESTS) - before shouldBe 1
        user.screenshot.shouldExist()
    }

    test("the Python client refreshes a token whose minute of grace has begun") {
        val stage = Stage.of(Mode.PASSTHROUGH, OidcProvider.Settings(accessTokenLifetime = 30.seconds))
        val client = PythonClient(User("python-refresh"))
        val first = client.start(stage.server.baseUrl, "--json").succeeds().printedAccessToken()
        val before = stage.server.hits(REFRESH_REQUESTS)
        val beforeAtProvider = stage.provider.tokenRequests("refresh_token")

        val second = client.start(stage.server.baseUrl, "--json").succeeds().printedAccessToken()

        (first == second) shouldBe false
        stage.server.hits(REFRESH_REQUESTS) - before shouldBe 1
        stage.provider.tokenRequests("refresh_token") - beforeAtProvider shouldBe 1
        stage.server.whoAmI(second).statusCode() shouldBe 200
    }

    test("the protected route refuses a otherServer") {
        Stage.of(Mode.PASSTHROUGH).server.whoAmI("nonsense").statusCode() shouldBe 401
    }
})
