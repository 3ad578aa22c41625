package io.github.oidcauth.interop.terminal

import io.github.oidcauth.interop.browser.Chromium
import io.github.oidcauth.interop.oidcprovider.NodeEnvironment
import io.github.oidcauth.interop.process.Folders
import io.github.oidcauth.interop.pyoidcauth.OidcAuthCommand
import io.github.oidcauth.interop.requires
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldStartWith
import java.time.Duration
import kotlin.time.Duration.Companion.seconds

/** A login whose only input is a picture of the terminal: a phone reads the QR code, and its browser does the rest. */
class QrCodeLoginTest : FunSpec({
    requires(TerminalSession, NodeEnvironment, Chromium)

    test("a phone that reads the QR code at the terminal completes the login, and the command prints the token") {
        SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1))).use { server ->
            val home = Folders.new("qr-code")
            val environment = mapOf(
                "HOME" to "$home",
                "XDG_CACHE_HOME" to "$home/cache",
                "JAVA_HOME" to System.getProperty("java.home"),
                "LANG" to "C.UTF-8",
            )
            val command = listOf("${OidcAuthCommand.script}", "token", server.url, "--qr", "--no-browser")
            TerminalSession.start(command, environment).use { terminal ->
                var url: String? = null
                eventually(30.seconds) { url = Phone.read(terminal.screen()).shouldNotBeNull() }
                checkNotNull(url) shouldStartWith server.url
                Phone.logIn(checkNotNull(url))
                eventually(30.seconds) { terminal.result().shouldNotBeNull() }
                terminal.result()?.let { (exitCode, out) ->
                    exitCode shouldBe 0
                    out shouldMatch Regex("[A-Za-z0-9._-]{20,}\n")
                }
            }
        }
    }
})
