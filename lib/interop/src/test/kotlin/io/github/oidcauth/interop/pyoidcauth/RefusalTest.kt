package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.authenticate
import io.github.oidcauth.interop.browser.Chromium
import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.oidcprovider.NodeEnvironment
import io.github.oidcauth.interop.pyoidcauth.OidcProvider.DeviceGrant
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.CODE_REQUESTS
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Mode
import io.github.oidcauth.interop.requires
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.paths.shouldExist
import io.kotest.matchers.paths.shouldNotExist
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldBeEmpty
import io.kotest.matchers.string.shouldContain
import kotlin.time.Duration.Companion.seconds

/** Somebody says no at the provider, and the login ends there and then. */
class RefusalTest : FunSpec({
    requires(PythonEnvironment, NodeEnvironment, Chromium)

    Mode.entries.forEach { mode ->
        test("a denial at the device page ends the command at once in ${mode.word} mode") {
            val user = User("refusal-device-${mode.word}")

            val run = OidcAuthCommand(user).start(Stage.of(mode).server.baseUrl, decision = Decision.DENY)

            // The device code lives for two minutes; nobody waits for its end.
            run.exitCode(30.seconds) shouldBe 5
            run.stdout.shouldBeEmpty()
            run.stderr shouldContain "Authentication failed: "
            user.tokenFile.path.shouldNotExist()
        }
    }

    test("a denial in the browser ends the command at once, and the browser shows it") {
        val server = Stage.of(Mode.PASSTHROUGH, OidcProvider.Settings(DeviceGrant.OFF)).server
        val user = User("refusal-code")
        val before = server.hits(CODE_REQUESTS)

        val run = OidcAuthCommand(user).start(server.baseUrl, *OidcAuthCommand.ANY_PORT, decision = Decision.DENY)

        run.exitCode(30.seconds) shouldBe 5
        run.stderr shouldContain "Authentication failed: "
        run.stderr shouldContain "The user said no."
        server.hits(CODE_REQUESTS) shouldBe before
        eventually(30.seconds) { user.screenshot.shouldExist() }
    }

    test("the library says who refused, by the code inside the server's sentence") {
        val stage = Stage.of(Mode.PASSTHROUGH)
        val denying = object : UserInteraction by SilentInteraction {
            override fun showDeviceCode(code: DeviceCode) = stage.provider.decideDevice(code.userCode, Decision.DENY)
        }

        val refusal = shouldThrow<AuthorizationDeniedException> {
            authenticate(stage.server.baseUrl) {
                store = InMemoryTokenStore()
                interaction = denying
                interactive = true
            }
        }

        refusal.error shouldBe "access_denied"
    }
})
