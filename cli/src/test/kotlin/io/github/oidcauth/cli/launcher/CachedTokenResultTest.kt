package io.github.oidcauth.cli.launcher

import io.github.oidcauth.cli.CachedHome
import io.github.oidcauth.cli.Result
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** A cached token, which is printed before the program is loaded, arrives as the whole program would print it. */
internal class CachedTokenResultTest : FunSpec({
    /** Uses the command with each kind of standard output. An option leads to the whole program. */
    fun results(option: String): Result {
        val home = CachedHome.fill(tempdir().toPath().toRealPath())
        val line =
            """
            oidc() { "${'$'}command" token h.example $option; }
            command=${'$'}0
            oidc; echo "exit ${'$'}?"
            oidc >/dev/full; echo "full ${'$'}?"
            oidc >&-; echo "closed ${'$'}?"
            oidc <&-; echo "no input ${'$'}?"
            echo before >"${'$'}HOME/out"; oidc >>"${'$'}HOME/out"; cat "${'$'}HOME/out"
            token=${'$'}(oidc); echo "[${'$'}token]"
            { oidc; echo "gone ${'$'}?" >&2; } | :
            """.trimIndent()
        return Distribution.shell(line, Distribution.java + ("HOME" to "$home"))
    }

    test("to a pipe, a file that is appended to, a full disk, and a stream that is closed") {
        val quick = results("")
        val whole = results("--non-interactive")
        withClue(quick) {
            quick.stdout shouldBe whole.stdout
            quick.stderr shouldBe whole.stderr
            quick.stdout shouldBe "secret\nexit 0\nfull 1\nclosed 0\nsecret\nno input 0\nbefore\nsecret\n[secret]\n"
            quick.stderr shouldContain "No space left on device"
            quick.stderr shouldContain "gone 0"
        }
    }
})
