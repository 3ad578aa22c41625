package io.github.oidcauth.cli.doctor

import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.Config
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.cli.doctor.Check.Status
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createFile
import kotlin.io.path.setPosixFilePermissions

internal class LoginOutlookTest : FunSpec({
    val withDevice = ServerKind.Application(hasDeviceLogin = true)
    val withoutDevice = ServerKind.Application(hasDeviceLogin = false)
    val program = tempdir().toPath().resolve("browser").createFile().apply {
        setPosixFilePermissions(PosixFilePermissions.fromString("rwx------"))
    }

    fun checks(
        kind: ServerKind?,
        vararg variables: Pair<String, String>,
        mayOpenBrowser: Boolean = true,
        settings: Config.Builder.() -> Unit = {},
    ): Map<String, Check> =
        LoginOutlook(Config("https://a.example", settings), mapOf(*variables)::get, mayOpenBrowser).checks(kind).associateBy {
            it.name
        }

    fun issuer(name: String) =
        ServerKind.Issuer(
            Json.parseToJsonElement("""{"issuer": "$name", "authorization_endpoint": "https://a.example/a"}""").jsonObject,
        )

    test("the login is the one that the flow and the server lead to") {
        checks(withDevice).getValue("login").text shouldBe "with a code on any device"
        checks(withoutDevice).getValue("login").text shouldBe "in a browser, with the URL that is shown"
        val browser = "BROWSER" to "$program"
        checks(withDevice, browser) { flow = LoginFlow.BROWSER_FIRST }.getValue("login").text shouldBe
            "in the browser of this machine"
        checks(withDevice) { flow = LoginFlow.BROWSER_FIRST }.getValue("login").text shouldBe "with a code on any device"
        checks(withDevice, browser) { flow = LoginFlow.BROWSER }.getValue("login").text shouldBe "in the browser of this machine"
        checks(withoutDevice) { flow = LoginFlow.DEVICE }.getValue("login").status shouldBe Status.FAILED
    }

    test("a browser is named if it can be started") {
        checks(withDevice, "BROWSER" to "$program").getValue("browser").text shouldBe "$program opens pages"
        checks(withDevice, "BROWSER" to "/no/such/browser:none").getValue("browser").text shouldContain "none was found"
        checks(withDevice, "SSH_TTY" to "/dev/pts/1").getValue("browser").text shouldContain "none over SSH"
        checks(withDevice) { browser = BrowserOpener { true } }.getValue("browser").text shouldBe
            "the program of --browser opens pages"
        checks(withDevice, mayOpenBrowser = false).getValue("browser").text shouldContain "--no-browser"
    }

    test("the first free port is named, and none is a failure") {
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { taken ->
            val port = taken.localPort
            val failed = checks(withDevice) { redirectPorts = listOf(port) }.getValue("redirect")
            failed.status shouldBe Status.FAILED
            failed.text shouldContain "none of the ports $port is free"
            val any = checks(withDevice) { redirectPorts = listOf(port, 0) }.getValue("redirect")
            any.text shouldBe "http://localhost:0/callback, on any free port"
        }
    }

    test("an issuer needs a client, and has exactly the name that the user gave") {
        checks(issuer("https://a.example")).getValue("server").text shouldContain "for which --client-id is needed"
        val named = checks(issuer("https://a.example")) { clientId = "c" }.getValue("server")
        named.text shouldBe "the issuer https://a.example; logins: browser"
        checks(issuer("https://b.example")) { clientId = "c" }.getValue("server").status shouldBe Status.FAILED
    }

    test("an unknown server is a warning, and one that was not reached is not judged") {
        checks(ServerKind.Unknown).getValue("server").status shouldBe Status.WARNING
        checks(null).keys shouldBe setOf("browser", "redirect")
    }
})
