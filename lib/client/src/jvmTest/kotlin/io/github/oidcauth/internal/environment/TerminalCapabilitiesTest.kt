// Tests TerminalLinks and TerminalSize.
package io.github.oidcauth.internal.environment

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class TerminalCapabilitiesTest :
    FunSpec({
        fun capabilities(
            vararg variables: Pair<String, String>,
            terminal: Boolean = true,
            platform: Platform = Platform.LINUX,
            colors: Boolean? = null,
            plain: Boolean = false,
            size: TerminalSize? = null,
        ) = TerminalCapabilities.detect(variables.toMap()::get, terminal, platform, colors, plain) { size }

        test("a terminal has styles and a line that can be written over, 80 columns wide") {
            val capabilities = capabilities("TERM" to "xterm")
            capabilities.hasStyles shouldBe true
            capabilities.canRewrite shouldBe true
            capabilities.columns shouldBe 80
        }

        test("NO_COLOR takes the styles away, and an empty one does not") {
            capabilities("NO_COLOR" to "1").hasStyles shouldBe false
            capabilities("NO_COLOR" to "1").canRewrite shouldBe true
            capabilities("NO_COLOR" to "").hasStyles shouldBe true
        }

        test("a dumb terminal gets plain lines alone") {
            capabilities("TERM" to "dumb").hasStyles shouldBe false
            capabilities("TERM" to "dumb").canRewrite shouldBe false
        }

        test("a file gets plain lines alone") {
            capabilities(terminal = false).hasStyles shouldBe false
            capabilities(terminal = false).canRewrite shouldBe false
        }

        test("Windows has styles only in a terminal that is known to have them") {
            capabilities(platform = Platform.WINDOWS).hasStyles shouldBe false
            capabilities("WT_SESSION" to "1", platform = Platform.WINDOWS).hasStyles shouldBe true
        }

        test("COLUMNS is the width when it makes sense") {
            capabilities("COLUMNS" to "132").columns shouldBe 132
            capabilities("COLUMNS" to "wide").columns shouldBe 80
            capabilities("COLUMNS" to "-1").columns shouldBe 80
        }

        test("a program decides on styles before the variables and the terminal") {
            capabilities("NO_COLOR" to "1", colors = true).hasStyles shouldBe true
            capabilities(terminal = false, colors = true).hasStyles shouldBe true
            capabilities("TERM" to "xterm", colors = false).hasStyles shouldBe false
        }

        test("plain output has no styles and no links, and overwrites nothing") {
            val capabilities = capabilities("TERM" to "xterm-kitty", colors = true, plain = true)
            capabilities.hasStyles shouldBe false
            capabilities.hasLinks shouldBe false
            capabilities.canRewrite shouldBe false
            capabilities.canSaveCursor shouldBe false
        }

        test("a terminal is measured where the variables do not have its size") {
            val size = TerminalSize(rows = 50, columns = 132)
            capabilities(size = size).columns shouldBe 132
            capabilities(size = size).rows shouldBe 50
            capabilities("COLUMNS" to "40", "LINES" to "10", size = size).columns shouldBe 40
            capabilities("COLUMNS" to "40", "LINES" to "10", size = size).rows shouldBe 10
            capabilities(size = size, terminal = false).columns shouldBe 80
            capabilities(size = null).rows shouldBe null
        }

        test("links are for terminals that are known to have them, and for no multiplexer") {
            val known =
                listOf("TERM" to "xterm-kitty", "VTE_VERSION" to "5000", "TERM_PROGRAM" to "iTerm.app", "WT_SESSION" to "1")
            known.forEach { capabilities(it).hasLinks shouldBe true }
            known.forEach { capabilities(it, "TMUX" to "/tmp/tmux,1,0").hasLinks shouldBe false }
            capabilities("TERM" to "tmux-256color", "VTE_VERSION" to "7000").hasLinks shouldBe false
            capabilities("TERM" to "xterm").hasLinks shouldBe false
            capabilities("VTE_VERSION" to "4999").hasLinks shouldBe false
            capabilities("TERM" to "xterm-kitty", "NO_COLOR" to "1").hasLinks shouldBe false
            capabilities("TERM" to "xterm-kitty", terminal = false, colors = true).hasLinks shouldBe false
        }

        test("FORCE_HYPERLINK decides on links, and an empty one does not") {
            capabilities("TERM" to "xterm", "FORCE_HYPERLINK" to "1").hasLinks shouldBe true
            capabilities("TERM" to "xterm-kitty", "FORCE_HYPERLINK" to "0").hasLinks shouldBe false
            capabilities("TERM" to "xterm-kitty", "FORCE_HYPERLINK" to "").hasLinks shouldBe true
        }

        test("the size that stty prints is rows, then columns, and 0 0 is none") {
            TerminalSize.parse("24 80\n")?.rows shouldBe 24
            TerminalSize.parse("24 80\n")?.columns shouldBe 80
            listOf("", "0 0", "24", "24 x", "24 80 1", "-1 80").forEach { TerminalSize.parse(it) shouldBe null }
        }
    })
