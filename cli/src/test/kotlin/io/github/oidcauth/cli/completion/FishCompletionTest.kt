// Tests FishCompletion.
package io.github.oidcauth.cli.completion

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import kotlin.io.path.exists
import kotlin.io.path.writeText

internal class FishCompletionTest : FunSpec({
    val shells = Shells(tempdir().toPath(), listOf("https://idp.example/a", "https://other.example") + Shells.HOSTILE)
    val script = shells.script("fish")

    /** Returns the words that fish offers for [line], without their descriptions. */
    fun offers(line: String): List<String> =
        shells
            .run("fish", "--no-config", "-c", "source '$script'; complete -C ${Shells.quoted(line)}")
            .lines()
            .map { it.substringBefore('\t') }
            .filter { it.isNotEmpty() }

    test("fish completes commands, options, fixed values and files").config(enabledOrReasonIf = Shells.needed("fish")) {
        offers("oidc-auth tok") shouldContainExactly listOf("token")
        offers("oidc-auth token --fl") shouldContain "--flow"
        offers("oidc-auth login --flow ") shouldContainExactlyInAnyOrder listOf("auto", "device", "browser", "browser-first")
        offers("oidc-auth --store file lo") shouldContainExactlyInAnyOrder listOf("login", "logout")
        offers("oidc-auth list --") shouldNotContain "--flow"
        shells.folder.resolve("secret.txt").writeText("")
        offers("oidc-auth login --client-secret-file sec") shouldContain "secret.txt"
    }

    test("it completes hosts, and runs none of them").config(enabledOrReasonIf = Shells.needed("fish")) {
        offers("oidc-auth token https://o") shouldContainExactly listOf("https://other.example")
        offers("oidc-auth token ") shouldContainExactlyInAnyOrder listOf("https://idp.example/a", "https://other.example")
        shells.folder.resolve("x").exists() shouldBe false
    }
})
