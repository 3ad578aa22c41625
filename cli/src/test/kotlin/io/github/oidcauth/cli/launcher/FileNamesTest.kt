package io.github.oidcauth.cli.launcher

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.succeeded
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** Names of files as they come from variables and options: beyond ASCII, below `~`, and streams. Names are made by the shell. */
internal class FileNamesTest : FunSpec({
    val store = """{"https://a.example": {"token": {"access_token": "token-of-a"}}}"""

    // Locales without UTF-8, and one that is not installed.
    listOf("LC_ALL" to "C", "LC_ALL" to "POSIX", "LANG" to "C", "LANG" to "xx_XX.UTF-8", "LANG" to "").forEach { locale ->
        test("with ${locale.first}='${locale.second}', names beyond ASCII are those that the shell has written") {
            val line =
                """
                set -e
                mkdir -p "${'$'}HOME/jürgen" && cd "${'$'}HOME/jürgen"
                umask 077
                printf '%s' '$store' >tökens.json
                OIDC_TOKEN_FILE="${'$'}PWD/tökens.json" "${'$'}0" token a.example
                "${'$'}0" token a.example --store file:tökens.json
                OIDC_TOKEN_FILE=tökens.json "${'$'}0" export a.example über.json
                HOME="${'$'}PWD" OIDC_TOKEN_FILE='~/über.json' "${'$'}0" --list
                """.trimIndent()
            val environment = Distribution.java + mapOf("HOME" to "${tempdir()}", locale)
            Distribution.shell(line, environment).succeeded() shouldBe
                "token-of-a\ntoken-of-a\nMoved the token for https://a.example to über.json\n  https://a.example  (valid)\n"
        }
    }

    test("the cache directory of a home beyond ASCII is found without a UTF-8 locale") {
        val line =
            """
            set -e
            HOME="${'$'}HOME/jürgen" && export HOME && mkdir -p -m 700 "${'$'}HOME/.cache/py-oidc-auth"
            umask 077
            printf '%s' '$store' >"${'$'}HOME/.cache/py-oidc-auth/token-store.json"
            "${'$'}0" --list
            """.trimIndent()
        val environment = Distribution.java + mapOf("HOME" to "${tempdir()}", "LC_ALL" to "C")
        Distribution.shell(line, environment).succeeded() shouldBe "  https://a.example  (valid)\n"
    }

    test("the command runs from a directory beyond ASCII without a UTF-8 locale") {
        val line = "cp -R '${Distribution.home}' \"\$HOME/öidc\" && exec \"\$HOME/öidc/bin/oidc-auth\" --list"
        val environment = Distribution.java + mapOf("HOME" to "${tempdir()}", "LC_ALL" to "C")
        Distribution.shell(line, environment).succeeded() shouldBe "No cached tokens.\n"
    }

    test("a ~ in variables and options, which no shell has replaced, is the home directory") {
        val line =
            """
            set -e
            umask 077
            printf '%s' '$store' >"${'$'}HOME/a.json"
            mkdir "${'$'}HOME/work" && cd "${'$'}HOME/work"
            OIDC_TOKEN_FILE='~/a.json' "${'$'}0" token a.example
            OIDC_TOKEN_STORE='file:~/a.json' "${'$'}0" token a.example
            "${'$'}0" token a.example --store=file:~/a.json
            "${'$'}0" export a.example '~/b.json' --store 'file:~/a.json'
            "${'$'}0" token a.example --store 'file:~/b.json'
            ls -A
            """.trimIndent()
        val result = Distribution.shell(line, Distribution.java + ("HOME" to "${tempdir()}"))
        result.succeeded() shouldBe
            "token-of-a\ntoken-of-a\ntoken-of-a\nMoved the token for https://a.example to ~/b.json\ntoken-of-a\n"
    }

    test("a client secret is read from a file below ~") {
        val line = "exec \"\$0\" token idp.example --client-id x --client-secret-file='~/none'"
        val result = Distribution.shell(line, Distribution.java + ("HOME" to "${tempdir()}"))
        result.stderr shouldContain "There is no file ~/none."
        val secret = "umask 077; echo hunter2 >\"\$HOME/secret\"; \"\$0\" token ${Distribution.nowhere} --client-id x " +
            "--client-secret-file='~/secret' --interactive"
        Distribution.shell(secret, Distribution.java + ("HOME" to "${tempdir()}")).stderr shouldContain "Nothing responds"
    }

    test("a stream of the shell is a token file that is read once").config(enabledOrReasonIf = { Distribution.needs("bash") }) {
        val line =
            """
            OIDC_TOKEN_FILE=<(printf '%s' '$store') "${'$'}0" token a.example
            OIDC_TOKEN_FILE=<(echo gho_16C7e42F292c6912E7710c838347Ae178B4a) "${'$'}0" token a.example
            "${'$'}0" token a.example --store file:/dev/fd/3 3< <(printf '%s' '$store')
            """.trimIndent()
        val result = Distribution.shell(line, Distribution.java + ("HOME" to "${tempdir()}"), shell = "bash")
        result.succeeded() shouldBe "token-of-a\ngho_16C7e42F292c6912E7710c838347Ae178B4a\ntoken-of-a\n"
    }

    test("a stream whose token is over is not refreshed, and that is said").config(enabledOrReasonIf = {
        Distribution.needs("bash")
    }) {
        val single = """{"access_token": "a", "refresh_token": "r", "expires": 1}"""
        val line = "OIDC_TOKEN_FILE=<(printf '%s' '$single') \"\$0\" token a.example"
        val environment = Distribution.java + mapOf("HOME" to "${tempdir()}", "INTERACTIVE_SESSION" to "0")
        val result = Distribution.shell(line, environment, shell = "bash")
        withClue(result) {
            result.exitCode shouldBe ExitCode.FAILURE
            result.stderr shouldContain "is a stream"
        }
    }
})
