package io.github.oidcauth.internal.browser

import io.github.oidcauth.internal.environment.Platform
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class BrowserVariableTest :
    FunSpec({
        fun variable(
            vararg files: String,
            platform: Platform = Platform.LINUX,
            home: String? = "/home/alice",
        ) = BrowserVariable(platform, home, files.toSet()::contains)

        mapOf(
            "a:b" to listOf("a", "b"),
            " a : :b:" to listOf("a", "b"),
            "'/opt/x:y/b' -n:\"c:d\"" to listOf("'/opt/x:y/b' -n", "\"c:d\""),
            "'a:b" to listOf("'a", "b"),
            "it's:b" to listOf("it's", "b"),
            "" to emptyList(),
        ).forEach { (text, entries) ->
            test("[$text] has ${entries.size} commands") { variable().entries(text) shouldBe entries }
        }

        test("Windows separates commands by semicolons alone") {
            variable(platform = Platform.WINDOWS).entries("C:\\a.exe;'b;c'") shouldBe listOf("C:\\a.exe", "'b;c'")
        }

        mapOf(
            "~/bin/b --tab" to listOf("/home/alice/bin/b", "--tab"),
            "\$HOME/bin/b" to listOf("/home/alice/bin/b"),
            "\"\${HOME}/my bin/b\" %s" to listOf("/home/alice/my bin/b", "%s"),
            "b ~/profile" to listOf("b", "/home/alice/profile"),
            "~bob/b" to listOf("~bob/b"),
            "\$HOMES/b" to listOf("\$HOMES/b"),
            "b --x=~/y" to listOf("b", "--x=~/y"),
        ).forEach { (entry, words) ->
            test("[$entry] starts at home where a shell would have") { variable().words(entry) shouldBe words }
        }

        test("without a home directory its name stays") { variable(home = null).words("~/b") shouldBe listOf("~/b") }

        test("a path with blanks needs no quotes when the file is there, the longest first") {
            val file = "/mnt/c/Program Files/Mozilla Firefox/firefox.exe"
            variable(file).words("$file --tab %s") shouldBe listOf(file, "--tab", "%s")
            variable(file).words(file) shouldBe listOf(file)
            variable("/opt/a", "/opt/a b").words("/opt/a b c") shouldBe listOf("/opt/a", "b", "c")
            variable("/opt/a b", "/opt/a b c").words("/opt/a b c d") shouldBe listOf("/opt/a b c", "d")
            variable("/home/alice/my bin/b").words("~/my bin/b -x") shouldBe listOf("/home/alice/my bin/b", "-x")
        }

        test("blanks separate words where no file has them, and after a name without a folder") {
            variable().words("/opt/my b c") shouldBe listOf("/opt/my", "b", "c")
            variable("firefox x").words("firefox x") shouldBe listOf("firefox", "x")
        }

        test("a quote that stays open makes no words") { variable().words("'/opt/b").shouldBeNull() }
    })
