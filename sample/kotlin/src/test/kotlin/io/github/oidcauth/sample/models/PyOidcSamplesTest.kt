package io.github.oidcauth.sample.models

import io.github.oidcauth.AuthException
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.TransportException
import io.github.oidcauth.authenticate
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotBeEmpty
import io.kotest.matchers.string.shouldStartWith
import io.kotest.matchers.types.shouldNotBeSameInstanceAs
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.io.path.exists

/** Runs the counterparts of the examples of py_oidc_auth_client. */
class PyOidcSamplesTest :
    FunSpec({
        val example = ExampleServer()
        val host = example.host
        val secondHost = example.secondHost
        val deviceHost = example.deviceHost
        val nobody = "http://127.0.0.1:1"
        val shown = CopyOnWriteArrayList<String>()
        afterSpec { example.close() }
        beforeTest {
            example.forgetTokens()
            shown.clear()
        }

        test("P01: a token, and its header") {
            showHeader(host, shown::add)
            shown.single() shouldStartWith "Bearer "
        }

        test("P02: a call of an API") { callWithToken(host, "$host/api/me") shouldContain "alice" }

        test("P03: tokens in a file") {
            val path = ExampleServer.newFile()
            val token = tokenInFile(host, path)
            tokenInFile(host, path) shouldBe token
            path.exists() shouldBe true
        }

        test("P04: a login step by step") {
            val output = ProgramOutput("Open: ", "Code: ")
            logInStepByStep(deviceHost, output).getValue("Authorization") shouldStartWith "Bearer "
            output.lines shouldHaveSize 2
        }

        test("P05: a login in the browser") {
            val before = example.server.requests.size
            logInInBrowser(deviceHost).getValue("Authorization") shouldStartWith "Bearer "
            example.server.requests.drop(before).map { it.path } shouldNotContain "/auth/v2/device"
        }

        test("P06: a token under the name of the program") {
            headersOfProgram(host).getValue("Authorization") shouldStartWith "Bearer "
            FileTokenStore.forApp("my-app").keys() shouldHaveSize 1
        }

        test("P07: the store of the program") {
            tokenInStoreOfProgram(host) shouldBe tokenInStoreOfProgram(host)
            FileTokenStore.forApp("my-app").keys() shouldHaveSize 1
        }

        test("P08: the routes of an application") {
            authenticate(configuredRoutes(host)).accessToken.shouldNotBeEmpty()
        }

        test("P09: development and production") {
            val path = ExampleServer.newFile()
            val (development, production) = tokensApart(host, host, path)
            development shouldNotBe production
            tokenInFile(host, path) shouldBe development
        }

        test("P10: headers for another library") {
            headersFor(host, ExampleServer.newFile()).getValue("Authorization") shouldStartWith "Bearer "
        }

        test("P11: a failure that is reported") {
            shouldThrow<TransportException> { reportFailure(nobody, shown::add) }
            shown.single() shouldStartWith "Authentication failed: "
        }

        test("P12: a session without a browser") {
            val output = ProgramOutput("Visit: ", "Code: ")
            headlessSession(deviceHost, ExampleServer.newFile(), output).accessToken.shouldNotBeEmpty()
            output.lines.first() shouldBe "Logged in: [Authorization]"
        }

        test("P13: two servers, one store") {
            tokensInOneStore(host, secondHost) shouldHaveSize 2
            FileTokenStore.forApp("my-app").keys() shouldHaveSize 2
        }

        test("P14: a batch job uses the token of its file, and asks nobody for another") {
            val path = ExampleServer.newFile()
            shouldThrow<InteractionRequiredException> { tokenInBatchJob(host, path) }
            val token = tokenInFile(host, path)
            tokenInBatchJob(host, path) shouldBe token
        }

        test("P15: one login, two uses") {
            val (first, second) = logInOnce(host)
            first shouldBe second
        }

        test("P16: two servers") {
            val (first, second) = tokensOfTwo(host, secondHost)
            first shouldNotBe second
        }

        test("P17: a new login in place of the stored token") { logInAgain(host) shouldNotBe logInAgain(host) }

        test("P18: a token without blocking") { obtainWithoutBlocking(host).accessToken.shouldNotBeEmpty() }

        test("P19: the status of a failed login") {
            reportStatus(nobody, shown::add)
            shown.single() shouldStartWith "Login failed (null): "
        }

        test("P20: one flow for each host") { shouldNotThrowAny { flowsOfHosts() } }

        test("P21: the token of the other flow") { tokenOfOtherFlow(deviceHost).shouldNotBeNull() }

        test("P22: flows are forgotten") {
            val flow = DeviceFlow(host)
            forgetFlows()
            DeviceFlow(host) shouldNotBeSameInstanceAs flow
        }

        test("P23: a refresh") {
            val token = authenticate(host)
            val refreshed = refreshNow(host, token.refreshToken.shouldNotBeNull())
            refreshed.accessToken shouldNotBe token.accessToken
            authenticate(host) shouldBe refreshed
        }

        test("P24: a login with a code") { logInWithCode(deviceHost).shouldNotBeEmpty() }

        test("P25: a login, if needed") {
            logInIfNeeded(deviceHost, shown::add)
            shown.shouldBeEmpty()
            logInIfNeeded(deviceHost, shown::add)
            shown.single() shouldBe "Already authenticated!"
        }

        test("P26: a login in the browser, soon") { logInInBrowserSoon(host).shouldNotBeEmpty() }

        test("P27: a stored token") {
            storedTokens(host, authenticate(host), shown::add)
            shown shouldBe listOf("Stored!", host)
            FileTokenStore.forApp().keys().shouldBeEmpty()
        }

        test("P28: no stored tokens") {
            authenticate(host)
            removeAll()
            DeviceFlow(host).token().shouldBeNull()
            shouldThrow<AuthException> { authenticate(host) { interactive = false } }
        }
    })
