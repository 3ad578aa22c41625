package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.interop.browser.Chromium
import io.github.oidcauth.interop.oidcprovider.NodeEnvironment
import io.github.oidcauth.interop.process.Folders
import io.github.oidcauth.interop.pyoidcauth.OidcProvider.DeviceGrant
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.CODE_REQUESTS
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.DEVICE_ROUTE
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.TOKEN_ROUTE
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Mode
import io.github.oidcauth.interop.requires
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.paths.shouldExist
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds

/** Our command logs in to the real py-oidc-auth, with a real browser at the real provider's pages. */
class CommandLoginTest : FunSpec({
    requires(PythonEnvironment, NodeEnvironment, Chromium)

    Mode.entries.forEach { mode ->
        test("the command logs in by device flow in ${mode.word} mode, and next time without a request") {
            val server = Stage.of(mode).server
            val user = User("command-device-${mode.word}")
            val command = OidcAuthCommand(user)

            val accessToken = command.start(server.baseUrl, "--json").succeeds().printedAccessToken()

            server.whoAmI(accessToken).body() shouldContain "alice"
            user.tokenFile.entries().keys shouldContainExactly setOf(server.baseUrl)
            eventually(30.seconds) { user.screenshot.shouldExist() }
            val requests = server.hits(TOKEN_ROUTE) + server.hits(DEVICE_ROUTE)
            command.start("token", server.baseUrl).succeeds().stdout.trim() shouldBe accessToken
            server.hits(TOKEN_ROUTE) + server.hits(DEVICE_ROUTE) shouldBe requests
        }

        test("the command logs in by code flow in ${mode.word} mode when the provider has no device grant") {
            val server = Stage.of(mode, OidcProvider.Settings(DeviceGrant.OFF)).server
            val user = User("command-code-${mode.word}")
            val before = server.hits(CODE_REQUESTS)

            val login = OidcAuthCommand(user).start(server.baseUrl, "--json", *OidcAuthCommand.ANY_PORT).succeeds()

            server.whoAmI(login.printedAccessToken()).body() shouldContain "alice"
            server.hits(CODE_REQUESTS) - before shouldBe 1
            eventually(30.seconds) { user.screenshot.shouldExist() }
        }
    }

    test("the command logs in by code flow when the provider refuses the application the device grant") {
        val server = Stage.of(Mode.PASSTHROUGH, OidcProvider.Settings(DeviceGrant.REFUSED)).server
        val user = User("command-code-refused")

        val login = OidcAuthCommand(user).start(server.baseUrl, "--json", *OidcAuthCommand.ANY_PORT).succeeds()

        server.whoAmI(login.printedAccessToken()).statusCode() shouldBe 200
        server.hits(DEVICE_ROUTE) shouldBe 1
    }

    test("a token that was printed as JSON serves a batch job as OIDC_TOKEN_FILE") {
        val server = Stage.of(Mode.PASSTHROUGH).server
        val printed = OidcAuthCommand(User("command-person")).start(server.baseUrl, "--json").succeeds()
        val file = Folders.new("token-file").resolve("token.json")
        file.writeText(printed.stdout)

        val job = OidcAuthCommand(User("command-job"))
            .start("token", server.baseUrl, environment = mapOf("CI" to "true", "OIDC_TOKEN_FILE" to "$file"))
            .succeeds()

        job.stdout.trim() shouldBe printed.printedAccessToken()
    }
})
