// Tests ZshCompletion and ShellTables.
package io.github.oidcauth.cli.completion

import io.github.oidcauth.cli.Tmux
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.core.test.TestCase
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import kotlin.io.path.exists
import kotlin.io.path.writeText

internal class ZshCompletionTest : FunSpec({
    val shells = Shells(tempdir().toPath(), listOf("https://other.example") + Shells.HOSTILE)
    val script = shells.script("zsh")
    val needed: (TestCase) -> Enabled = { test -> Shells.needed("zsh")(test).takeUnless { it.isEnabled } ?: Tmux.needed(test) }

    test("zsh completes commands, options, fixed values, files and hosts, and runs no host").config(enabledOrReasonIf = needed) {
        shells.folder.resolve("secret.txt").writeText("")
        Tmux(tempdir().toPath()).use { terminal ->
            terminal.startShell(shells.environment, shells.folder, "zsh", "-f")
            terminal.paste("PS1='> '; autoload -Uz compinit; compinit -u -D; source '$script'; print re''ady")
            terminal.shows("ready")
            listOf(
                "oidc-auth tok" to "oidc-auth token ",
                "oidc-auth token --fl" to "oidc-auth token --flow",
                "oidc-auth login --flow devi" to "oidc-auth login --flow device",
                "oidc-auth login --flow=devi" to "oidc-auth login --flow=device",
                "oidc-auth login --client-secret-file sec" to "--client-secret-file secret.txt",
                "oidc-auth --store file revoke https://o" to "revoke https://other.example",
                "oidc-auth token https://" to "oidc-auth token https://other.example",
            ).forEach { (typed, completed) ->
                terminal.type(typed)
                terminal.press("Tab")
                terminal.shows(completed)
                terminal.press("C-u")
            }
            shells.folder.resolve("x").exists() shouldBe false
        }
    }
})
