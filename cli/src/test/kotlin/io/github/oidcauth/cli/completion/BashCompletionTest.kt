// Tests BashCompletion and ShellTables.
package io.github.oidcauth.cli.completion

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import kotlin.io.path.exists

internal class BashCompletionTest : FunSpec({
    val hosts = listOf("https://idp.example/realms/a", "https://idp.example/realms/b", "https://other.example") + Shells.HOSTILE
    val shells = Shells(tempdir().toPath(), hosts)
    val script = shells.script("bash")

    /** Returns the offers for [words], which are divided as bash does it. */
    fun offers(vararg words: String): List<String> {
        val line = words.fold("") { line, word ->
            val joins = word.startsWith(":") || word.startsWith("=") || line.endsWith(":") || line.endsWith("=")
            if (line.isEmpty() || joins) line + word else "$line $word"
        }
        val list = words.joinToString(" ", transform = Shells::quoted)
        val set = "COMP_WORDS=($list); COMP_CWORD=${words.size - 1}; COMP_LINE=${Shells.quoted(line)}; COMP_POINT=\${#COMP_LINE}"
        return shells.run(
            "bash",
            "--norc",
            "-c",
            "source '$script'; $set; _oidc_auth; printf '%s\\n' \"\${COMPREPLY[@]}\"",
        ).lines().filter {
            it.isNotEmpty()
        }
    }

    test("bash completes commands, options and fixed values").config(enabledOrReasonIf = Shells.needed("bash")) {
        offers("oidc-auth", "tok") shouldContainExactly listOf("token")
        offers("oidc-auth", "token", "--fl") shouldContainExactly listOf("--flow")
        offers("oidc-auth", "login", "--flow", "") shouldContainExactly listOf("auto", "device", "browser", "browser-first")
        offers("oidc-auth", "login", "--flow", "=", "brow") shouldContainExactly listOf("browser", "browser-first")
        offers("oidc-auth", "--store", "file", "lo") shouldContainExactly listOf("login", "logout")
        offers("oidc-auth", "completion", "") shouldContainExactly listOf("bash", "zsh", "fish")
        offers("oidc-auth", "list", "--") shouldContainAll listOf("--json", "--store", "--help")
        offers("oidc-auth", "list", "--") shouldNotContain "--flow"
    }

    test("it completes hosts behind the colon at which bash divides them").config(enabledOrReasonIf = Shells.needed("bash")) {
        offers("oidc-auth", "token", "https", ":", "//i") shouldContainExactly
            listOf("//idp.example/realms/a", "//idp.example/realms/b")
        offers("oidc-auth", "token", "https", ":") shouldContain "//other.example"
        offers("oidc-auth", "--client-id", "x", "revoke", "") shouldContain "https://other.example"
        offers("oidc-auth", "export", "https://other.example", "") shouldContainExactly emptyList()
    }

    test("a host never runs a command").config(enabledOrReasonIf = Shells.needed("bash")) {
        offers("oidc-auth", "token", "").filter { it in Shells.HOSTILE } shouldContainExactly emptyList()
        shells.folder.resolve("x").exists() shouldBe false
    }
})
