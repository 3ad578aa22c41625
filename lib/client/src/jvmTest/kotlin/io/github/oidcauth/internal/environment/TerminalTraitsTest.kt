package io.github.oidcauth.internal.environment

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class TerminalTraitsTest :
    FunSpec({
        fun traits(
            vararg variables: Pair<String, String>,
            terminal: Boolean = true,
            platform: Platform = Platform.LINUX,
        ) = TerminalTraits.detect(variables.toMap()::get, terminal, platform)

        test("a terminal has styles and a line that can be written over, 80 columns wide") {
            val traits = traits("TERM" to "xterm")
            traits.hasStyles shouldBe true
            traits.canRewrite shouldBe true
            traits.columns shouldBe 80
        }

        test("NO_COLOR takes the styles away, and an empty one does not") {
            traits("NO_COLOR" to "1").hasStyles shouldBe false
            traits("NO_COLOR" to "1").canRewrite shouldBe true
            traits("NO_COLOR" to "").hasStyles shouldBe true
        }

        test("a dumb terminal gets plain lines alone") {
            traits("TERM" to "dumb").hasStyles shouldBe false
            traits("TERM" to "dumb").canRewrite shouldBe false
        }

        test("a file gets plain lines alone") {
            traits(terminal = false).hasStyles shouldBe false
            traits(terminal = false).canRewrite shouldBe false
        }

        test("Windows has styles only in a terminal that is known to have them") {
            traits(platform = Platform.WINDOWS).hasStyles shouldBe false
            traits("WT_SESSION" to "1", platform = Platform.WINDOWS).hasStyles shouldBe true
        }

        test("COLUMNS is the width when it makes sense") {
            traits("COLUMNS" to "132").columns shouldBe 132
            traits("COLUMNS" to "wide").columns shouldBe 80
            traits("COLUMNS" to "-1").columns shouldBe 80
        }
    })
