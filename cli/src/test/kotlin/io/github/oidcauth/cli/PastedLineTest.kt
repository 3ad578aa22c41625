package io.github.oidcauth.cli

import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Path

/** A URL that is pasted into a real terminal. */
internal class PastedLineTest : FunSpec({
    val server = SampleServer.start(Settings(deviceGrant = false))
    afterSpec { server.close() }

    fun environment(folder: Path) = mapOf("HOME" to "$folder", "XDG_CACHE_HOME" to "$folder/cache", "TERM" to "xterm")

    /** A callback of another login: complete, and nothing that would end this one. */
    fun urlOf(length: Int) = "http://localhost:1/callback?state=x&code=".let { it + "c".repeat(length - it.length) }

    test("a line that the terminal has cut is refused and explained, a shorter one is read, and the login goes on")
        .config(enabledOrReasonIf = Tmux.needed) {
            val folder = tempdir().toPath()
            Tmux(folder).use { terminal ->
                terminal.start(environment(folder), server.url, "--no-browser", "-p", "0")
                terminal.shows("paste here the URL")
                terminal.paste(urlOf(4094))
                terminal.shows("That is not the URL that this login redirects to.")
                terminal.joined() shouldNotContain "4,095"
                terminal.paste(urlOf(6000))
                terminal.shows("The terminal has cut that line after 4,095 bytes")
            }
        }

    test("after stty -icanon a longer line is read whole").config(enabledOrReasonIf = Tmux.needed) {
        val folder = tempdir().toPath()
        Tmux(folder).use { terminal ->
            terminal.start(environment(folder), server.url, "--no-browser", "-p", "0", before = "stty -icanon")
            terminal.shows("paste here the URL")
            terminal.paste(urlOf(6000))
            terminal.shows("That is not the URL that this login redirects to.")
            terminal.joined() shouldNotContain "4,095"
        }
    }
})
