// Tests LoginPicture and TerminalMessages.
package io.github.oidcauth

import io.github.oidcauth.internal.browser.Browser
import io.github.oidcauth.internal.browser.BrowserCommands
import io.github.oidcauth.internal.environment.Platform
import io.github.oidcauth.internal.environment.RemoteSession
import io.github.oidcauth.internal.environment.TerminalCapabilities
import io.github.oidcauth.internal.interaction.TerminalInput
import io.github.oidcauth.internal.interaction.TerminalScreen
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.io.PrintStream
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

private val styled = TerminalCapabilities(isTerminal = true, hasStyles = true, canRewrite = true, columns = 80)
private val remote = RemoteSession("alice", "login1", 22)
private val login = BrowserLogin("https://login.example.com/auth?state=x&y=z", "http://localhost:53101/callback", 53101)

private fun deviceCode(
    userCode: String = "WDJB-MJHT",
    complete: String? = "https://login.example.com/device?user_code=WDJB-MJHT",
) = DeviceCode(
    "device-secret",
    userCode,
    "https://login.example.com/device",
    complete,
    Instant.fromEpochSeconds(0),
    10.minutes,
    5.seconds,
)

private fun pageToType(
    page: String,
    complete: String?,
) = DeviceCode("device-secret", "WDJB-MJHT", page, complete, Instant.fromEpochSeconds(0), 10.minutes, 5.seconds)

class TerminalInteractionTest :
    FunSpec({
        val bytes = ByteArrayOutputStream()

        fun interaction(
            capabilities: TerminalCapabilities = TerminalCapabilities.NONE,
            input: TerminalInput? = null,
            browser: Browser? = null,
            remote: RemoteSession? = null,
            picture: LoginPicture? = null,
        ) = TerminalInteraction(
            TerminalScreen({
                PrintStream(bytes, false, Charsets.UTF_8)
            }, capabilities),
            input,
            browser,
            remote,
            picture,
        )

        fun shown() = bytes.toString(Charsets.UTF_8)

        beforeTest { bytes.reset() }

        test("a device login shows the complete page, the code, the page to type and how long there is") {
            interaction().showDeviceCode(deviceCode())
            val lines = shown().lines()
            lines shouldContain "    https://login.example.com/device?user_code=WDJB-MJHT"
            lines shouldContain "    WDJB-MJHT"
            lines shouldContain "On a phone, open https://login.example.com/device and type the code."
            lines shouldContain "The code is valid for 10 minutes."
            shown() shouldNotContain "device-secret"
            shown() shouldNotContain "\u001b"
        }

        test("a device login without a complete page asks to enter the code") {
            interaction().showDeviceCode(deviceCode(complete = null))
            shown().lines() shouldContain "    https://login.example.com/device"
            shown() shouldContain "enter this code:"
            shown() shouldNotContain "On a phone"
        }

        test("page and code are bold on a terminal that can") {
            interaction(styled).showDeviceCode(deviceCode())
            shown() shouldContain "\u001b[1mWDJB-MJHT\u001b[0m"
            shown() shouldContain "\u001b[1mhttps://login.example.com/device?user_code=WDJB-MJHT\u001b[0m"
        }

        test("a server cannot control the terminal") {
            interaction(
                styled,
            ).showDeviceCode(deviceCode(userCode = "A\u001b[2J\r\nB\u0007\u202e", complete = "https://x/\u001b]0;t\u0007"))
            shown().replace("\u001b[1m", "").replace("\u001b[0m", "") shouldNotContain "\u001b"
            shown() shouldNotContain "\u0007"
            shown() shouldNotContain "\u202e"
        }

        // An escape, a line of its own, a bell, the C1 form of an escape, marks of direction, and what takes no room.
        val hostile = "\u001b[2J\r\n\u0007\u009b31m\u202e\u2066\u200e\u200b\u2028"
        val shows =
            mapOf<String, (TerminalInteraction) -> Unit>(
                "user code" to { it.showDeviceCode(deviceCode(userCode = "A${hostile}B")) },
                "page of the code" to { it.showDeviceCode(deviceCode(complete = "https://x/A${hostile}B")) },
                "page to type" to { it.showDeviceCode(pageToType("https://x/A${hostile}B", complete = null)) },
                "page to type on a phone" to {
                    it.showDeviceCode(pageToType("https://x/A${hostile}B", complete = "https://x/c"))
                },
                "page of a browser login" to
                    { it.showBrowserLogin(BrowserLogin("https://x/A${hostile}B", login.redirectUri, 53101)) },
                "warning" to { it.warn("A${hostile}B") },
            )
        shows.forEach { (text, show) ->
            test("nothing in a $text that a server has chosen controls a terminal or turns its text round") {
                show(interaction())
                val ends = System.lineSeparator().toSet()
                shown().filter { it in hostile && it !in "[2J31m" && it !in ends } shouldBe ""
                shown().lines().count { 'A' in it && 'B' in it } shouldBe 1
            }
        }

        test("a browser login always shows its whole URL") {
            interaction().showBrowserLogin(login)
            shown().lines() shouldContain "    https://login.example.com/auth?state=x&y=z"
            shown() shouldNotContain "ssh"
            shown() shouldNotContain "paste"
        }

        test("over SSH it shows how to forward the right port") {
            interaction(remote = remote).showBrowserLogin(login)
            shown().lines() shouldContain "    ssh -L 53101:localhost:53101 alice@login1"
            shown() shouldNotContain "paste"
        }

        test("where lines can be typed it offers to take the URL") {
            val input = TerminalInput { InputStream.nullInputStream() }
            interaction(input = input).showBrowserLogin(login)
            shown() shouldContain "paste here the URL that it could not open."
            bytes.reset()
            interaction(input = input, remote = remote).showBrowserLogin(login)
            shown() shouldContain "Or log in without that, and paste here the URL"
        }

        test("progress is one line that is written over, and gone when the login ended") {
            val interaction = interaction(styled)
            interaction.showProgress(272)
            interaction.showProgress(271)
            interaction.hideProgress()
            shown() shouldBe "\r- waiting, 4:32 left \u001b7\r\\ waiting, 4:31 left \u001b8\r" + " ".repeat(23) + "\r"
        }

        test("where a URL may be pasted the time is told once, and nothing is painted into what is typed") {
            val interaction = interaction(styled, input = TerminalInput { InputStream.nullInputStream() })
            interaction.showBrowserLogin(login)
            bytes.reset()
            repeat(3) { interaction.showProgress(272L - it) }
            interaction.hideProgress()
            shown().lines().filter { it.isNotEmpty() } shouldBe listOf("Waiting for the login, at most 4:32.")
        }

        val dumb = TerminalCapabilities(isTerminal = true, hasStyles = false, canRewrite = false, columns = 80)

        test("where no line can be overwritten the time is a line of its own, once a minute") {
            val interaction = interaction(dumb)
            (180L downTo 0L).forEach(interaction::showProgress)
            interaction.hideProgress()
            shown().lines().filter { it.isNotEmpty() } shouldBe
                listOf(
                    "Waiting for the login, at most 3:00.",
                    "Still waiting, 2:00 left.",
                    "Still waiting, 1:00 left.",
                    "Still waiting, 0:00 left.",
                )
            shown() shouldNotContain "\r"
        }

        val drawing =
            object : LoginPicture {
                override fun of(
                    code: DeviceCode,
                    space: TerminalSpace,
                ) = listOf("[${code.uri} in ${space.columns} x ${space.rows}]")

                override fun of(
                    login: BrowserLogin,
                    space: TerminalSpace,
                ) = listOf("[port ${login.port}]")
            }

        test("a picture stands right below the code, and below the URL of a browser login") {
            interaction(styled, picture = drawing).showDeviceCode(deviceCode())
            shown() shouldContain "which is valid for 10 minutes:"
            shown().lines().takeLast(5) shouldBe
                listOf(
                    "    \u001b[1mWDJB-MJHT\u001b[0m",
                    "",
                    "[https://login.example.com/device?user_code=WDJB-MJHT in 80 x null]",
                    "",
                    "",
                )
            bytes.reset()
            interaction(styled, picture = drawing).showBrowserLogin(login)
            shown().lines() shouldContain "[port 53101]"
        }

        test("a file, a pipe and a dumb terminal get no picture") {
            listOf(TerminalCapabilities.NONE, dumb).forEach { capabilities ->
                interaction(capabilities, picture = drawing).showDeviceCode(deviceCode())
                interaction(capabilities, picture = drawing).showBrowserLogin(login)
            }
            shown() shouldNotContain "["
            shown().lines() shouldContain "The code is valid for 10 minutes."
        }

        val linking =
            TerminalCapabilities(isTerminal = true, hasStyles = true, canRewrite = true, columns = 80, hasLinks = true)

        test("a URL is a link to itself, and the code to copy has nothing inside") {
            val page = "https://login.example.com/device?user_code=WDJB-MJHT"
            interaction(linking).showDeviceCode(deviceCode())
            shown() shouldContain "\u001b]8;;$page\u001b\\\u001b[1m$page\u001b[0m\u001b]8;;\u001b\\"
            shown() shouldContain "    \u001b[1mWDJB-MJHT\u001b[0m" + System.lineSeparator()
            bytes.reset()
            interaction(linking).showBrowserLogin(login)
            shown() shouldContain "\u001b]8;;${login.url}\u001b\\"
        }

        val noAddresses =
            listOf(
                "https://x/\u001b\\a",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "https://a@x/",
                "https://x/a\u0007b",
                "https://é/",
            )
        noAddresses
            .forEach { url ->
                test("${url.filter { it in ' '..'~' }} is no link") {
                    interaction(linking).showBrowserLogin(BrowserLogin(url, login.redirectUri, 53101))
                    shown() shouldNotContain "\u001b]"
                }
            }

        test("progress of a long login counts hours, and never less than nothing") {
            val interaction = interaction(styled)
            interaction.showProgress(3872)
            interaction.showProgress(-5)
            shown() shouldContain "waiting, 1:04:32 left"
            shown() shouldContain "waiting, 0:00 left"
        }

        test("no progress where nobody watches") {
            val interaction = interaction()
            interaction.showProgress(10)
            interaction.hideProgress()
            shown() shouldBe ""
        }

        test("a warning is one line") {
            interaction().warn("The store\nis broken\u001b[2J.")
            shown().trimEnd() shouldBe "warning: The store is broken [2J."
        }

        test("the browser is opened and the user told") {
            val commands = BrowserCommands(mapOf("BROWSER" to "a")::get, Platform.LINUX, isRemote = false)
            interaction(browser = Browser(commands, { CompletableFuture() })).openBrowser(login.url) shouldBe true
            shown() shouldContain "is being opened in your browser"
        }

        test("a browser that fails is reported") {
            val told = CountDownLatch(1)
            val out =
                object : ByteArrayOutputStream() {
                    override fun write(
                        b: ByteArray,
                        off: Int,
                        len: Int,
                    ) {
                        super.write(b, off, len)
                        if ("ended with exit code 1" in toString(Charsets.UTF_8)) told.countDown()
                    }
                }
            val commands = BrowserCommands(mapOf("BROWSER" to "a")::get, Platform.LINUX, isRemote = false)
            val browser = Browser(commands, { CompletableFuture.completedFuture(1) })
            TerminalInteraction(
                TerminalScreen({
                    PrintStream(out)
                }, TerminalCapabilities.NONE),
                null,
                browser,
                null,
            ).openBrowser(login.url)
            told.await(10, TimeUnit.SECONDS) shouldBe true
        }

        test("without a browser none is opened and nothing is said") {
            interaction().openBrowser(login.url) shouldBe false
            shown() shouldBe ""
        }

        test("typed lines arrive only when there is a terminal to type at") {
            interaction(input = TerminalInput { "http://x\n".byteInputStream() }).readPastedLine() shouldBe "http://x"
            interaction().readPastedLine().shouldBeNull()
        }

        test("a closed standard error is survived") {
            var attempts = 0
            val closed =
                object : OutputStream() {
                    override fun write(b: Int) {
                        attempts++
                        throw IOException("Stream closed")
                    }
                }
            val interaction = TerminalInteraction(TerminalScreen({ PrintStream(closed) }, styled), null, null, null)
            interaction.showDeviceCode(deviceCode())
            interaction.showBrowserLogin(login)
            interaction.showProgress(1)
            interaction.warn("w")
            interaction.hideProgress()
            attempts shouldBeGreaterThan 0
        }

        test("the lines of several threads do not mix") {
            val interaction = interaction(styled)
            val pool = Executors.newFixedThreadPool(4)
            repeat(400) { n ->
                pool.execute {
                    interaction.warn("w".repeat(60))
                    interaction.showProgress(n.toLong())
                }
            }
            pool.shutdown()
            pool.awaitTermination(30, TimeUnit.SECONDS) shouldBe true
            interaction.hideProgress()
            val lines = shown().split(System.lineSeparator()).map { it.substringAfterLast('\r') }
            lines.count { it == "warning: " + "w".repeat(60) } shouldBe 400
            lines.filterNot { it.isBlank() }.distinct().size shouldBe 1
        }
    })
