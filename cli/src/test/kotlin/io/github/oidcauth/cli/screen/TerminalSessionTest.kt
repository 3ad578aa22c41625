// Tests PromptSettings.
package io.github.oidcauth.cli.screen

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Tmux
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveAtLeastSize
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.net.ConnectException
import java.net.Socket
import java.nio.file.Path
import java.time.Duration
import kotlin.time.Duration.Companion.seconds

/** Sessions at a real terminal, from the prompt to the end. */
internal class TerminalSessionTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    val withoutDeviceGrant = SampleServer.start(Settings(deviceGrant = false))
    afterSpec {
        server.close()
        withoutDeviceGrant.close()
    }

    fun environment(
        folder: Path,
        term: String = "xterm",
    ) = mapOf("HOME" to "$folder", "XDG_CACHE_HOME" to "$folder/cache", "TERM" to term, "TMUX" to "")

    val arguments = arrayOf("--no-browser")
    val code = Regex("^ {4}([A-Z]{4}-[A-Z]{4})$")

    fun Tmux.userCode(): String =
        screen().firstNotNullOfOrNull { code.find(it)?.groupValues?.get(1) }.shouldNotBeNull()

    test("a phone reads the QR code at the terminal and completes the login, while the spinner turns")
        .config(enabledOrReasonIf = Tmux.needed) {
            val folder = tempdir().toPath()
            Tmux(folder, columns = 80).use { terminal ->
                terminal.start(environment(folder), "login", server.url, "--qr", *arguments)
                terminal.shows(" left")
                Captures.check("qr", terminal.screen())
                val spinners = mutableSetOf<String>()
                eventually(20.seconds) {
                    spinners += terminal.screen().last { it.isNotBlank() }
                    spinners shouldHaveAtLeastSize 2
                }
                spinners.forEach { Regex("[-\\\\|/] waiting, [0-9]:[0-9]{2} left").matches(it.trimEnd()) shouldBe true }

                val url = QrReader.read(terminal.screen()).shouldNotBeNull()
                val userCode = terminal.userCode()
                url shouldStartWith server.url
                url shouldContain userCode
                // In the colours, too: white on black, whatever the terminal has.
                // tmux writes a style only where it changes.
                terminal.screen(isStyled = true).first { '█' in it }.let {
                    it.substringBefore('█') shouldContain "97"
                    it.substringBefore('█') shouldContain "40"
                }
                ScriptedVisitor().approveDevice(url, userCode)

                terminal.result().let { (exitCode, out) ->
                    exitCode shouldBe ExitCode.SUCCESS
                    out shouldStartWith "Authenticated to ${server.url}"
                }
                terminal.joined() shouldNotContain "waiting"
                terminal.isRestored()
            }
        }

    test("in 40 columns the text is broken between words, and Ctrl-C leaves neither a half line nor a lock")
        .config(enabledOrReasonIf = Tmux.needed) {
            val folder = tempdir().toPath()
            Tmux(folder, columns = 80, rows = 24).use { terminal ->
                terminal.start(environment(folder), "token", server.url, *arguments, before = "sleep 0.5")
                terminal.resize(40)
                terminal.shows(" left")
                terminal.screen().forEach { (it.length <= 40) shouldBe true }
                terminal.screen().joinToString("\n") shouldContain "device:\n"
                Captures.check("narrow", terminal.screen())
                terminal.press("C-c")
                terminal.result() shouldBe (ExitCode.INTERRUPTED to "")
                terminal.isRestored()
                terminal.joined() shouldNotContain "waiting"
                terminal.joined() shouldNotContain "Exception"
            }
            // The next one prompts at once, because the lock of the prompt is free.
            Tmux(tempdir().toPath(), columns = 80).use { next ->
                next.start(environment(folder, term = "dumb"), "token", server.url, *arguments, redirection = "<&-")
                next.shows("Waiting for the login, at most ")
                next.joined() shouldNotContain "process "
                // Nothing is drawn or overwritten for a dumb terminal.
                next.screen(isStyled = true).joinToString("\n").let {
                    it shouldNotContain "\u001b"
                    it shouldNotContain "█"
                }
                Captures.check("dumb", next.screen())
                val url = next.screen().first { it.startsWith("    http") }.trim()
                ScriptedVisitor().approveDevice(url, next.userCode())
                next.result().first shouldBe ExitCode.SUCCESS
            }
        }

    test("Ctrl-C in a browser login closes the listener, and a QR code that no phone could use is refused with the reason")
        .config(enabledOrReasonIf = Tmux.needed) {
            val folder = tempdir().toPath()
            Tmux(folder, columns = 80).use { terminal ->
                terminal.start(environment(folder), "login", withoutDeviceGrant.url, "--qr", "-p", "0", *arguments)
                terminal.shows("Waiting for the login")
                terminal.joined() shouldContain "There is no QR code: this login comes back to this machine"
                Captures.check("browser", terminal.joined().trimEnd().lines())
                val port = Regex("localhost(%3A|:)([0-9]+)").findAll(terminal.joined()).last().groupValues[2].toInt()
                Socket("127.0.0.1", port).close()
                terminal.press("C-c")
                terminal.result() shouldBe (ExitCode.INTERRUPTED to "")
                terminal.isRestored()
                shouldThrow<ConnectException> { Socket("127.0.0.1", port) }
            }
        }
})
