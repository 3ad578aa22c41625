package io.github.oidcauth

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class NotebookInteractionTest :
    FunSpec({
        var html = ""
        var text = ""
        val interaction =
            NotebookInteraction { h, t ->
                html = h
                text = t
            }

        fun code(
            userCode: String = "WDJB-MJHT",
            uri: String = "https://login.example.com/device",
            complete: String? = "https://login.example.com/device?user_code=WDJB-MJHT&x=1",
        ) = DeviceCode("device-secret", userCode, uri, complete, Instant.fromEpochSeconds(0), 10.minutes, 5.seconds)

        test("a device login is a link and a code, in HTML and in plain text") {
            interaction.showDeviceCode(code())
            html shouldContain
                "<a href=\"https://login.example.com/device?user_code=WDJB-MJHT&amp;x=1\" " +
                "target=\"_blank\" rel=\"noopener noreferrer\">"
            html shouldContain ">WDJB-MJHT</p>"
            html shouldNotContain "device-secret"
            text shouldContain "https://login.example.com/device?user_code=WDJB-MJHT&x=1"
            text shouldContain "WDJB-MJHT"
            text shouldNotContain "\u001b"
        }

        test("a browser login is a link with the port it comes back to") {
            interaction.showBrowserLogin(
                BrowserLogin("https://login.example.com/auth?a=b", "http://localhost:53100/callback", 53100),
            )
            html shouldContain "href=\"https://login.example.com/auth?a=b\""
            html shouldContain "port 53100"
            text shouldContain "https://login.example.com/auth?a=b"
        }

        test("a server's text is escaped") {
            interaction.showDeviceCode(code(userCode = "<img src=x onerror=\"alert('1')\">&", complete = null))
            html shouldContain "&lt;img src=x onerror=&quot;alert(&#x27;1&#x27;)&quot;&gt;&amp;"
            interaction.warn("<b>")
            html shouldContain "&lt;b&gt;"
            text shouldBe "warning: <b>"
        }

        test("a text that is not a web address does not become a link") {
            interaction.showDeviceCode(code(uri = "javascript:alert(1)", complete = null))
            html shouldNotContain "<a "
        }

        test("no browser is opened and no progress shown") {
            html = ""
            interaction.openBrowser("https://login.example.com") shouldBe false
            interaction.showProgress(1)
            interaction.hideProgress()
            html shouldBe ""
        }
    })
