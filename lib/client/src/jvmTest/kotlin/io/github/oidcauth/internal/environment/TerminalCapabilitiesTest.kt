package io.github.oidcauth.internal.environment

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class TerminalCapabilitiesTest :
    FunSpec({
        fun capabilities(
            vararg variables: Pair<String, String>,
            terminal: Boolean = true,
            platform: Platform = Platform.LINUX,
        ) = TerminalCapabilities.detect(variables.toMap()::get, terminal, platform)

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
    })
