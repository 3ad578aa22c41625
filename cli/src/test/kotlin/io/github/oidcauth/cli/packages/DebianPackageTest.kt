// Tests DebianDocuments.
package io.github.oidcauth.cli.packages

import io.github.oidcauth.cli.Version
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.core.test.TestCase
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.createFile
import kotlin.io.path.exists
import kotlin.io.path.isRegularFile
import kotlin.io.path.relativeTo
import kotlin.io.path.walk

/** The package for Debian, installed by dpkg below a directory of its own. */
internal class DebianPackageTest : FunSpec({
    val asRoot: (TestCase) -> Enabled = {
        val isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0
        when {
            !File("/usr/bin/dpkg").canExecute() -> Enabled.disabled("Needs dpkg on the PATH: apt-get install dpkg.")
            !isRoot -> Enabled.disabled("Not on this machine: root, who installs packages.")
            else -> Enabled.enabled
        }
    }

    fun contents() =
        Packages.tool("dpkg-deb", "-c", "${Packages.file("_*.deb")}").lines().filter { it.isNotEmpty() }

    test(
        "it has the command, its manual, its completions and what Debian's policy wants, all root's",
    ).config(enabledOrReasonIf = asRoot) {
        val lines = contents()
        lines.map { it.split(Regex("\\s+"))[5].removePrefix(".") } shouldContainAll
            listOf(
                "/usr/bin/oidc-auth",
                "/usr/lib/oidc-auth/runtime/bin/java",
                "/usr/share/bash-completion/completions/oidc-auth",
                "/usr/share/doc/oidc-auth/changelog.gz",
                "/usr/share/doc/oidc-auth/commands.html",
                "/usr/share/doc/oidc-auth/copyright",
                "/usr/share/fish/vendor_completions.d/oidc-auth.fish",
                "/usr/share/man/man1/oidc-auth.1.gz",
                "/usr/share/zsh/vendor-completions/_oidc-auth",
            )
        lines.filterNot { " root/root " in it }.shouldBeEmpty()
        lines.filter { it[5] == 'w' || it[8] == 'w' }.filterNot { it.startsWith('l') }.shouldBeEmpty()
        lines.single { "usr/bin/oidc-auth" in it } shouldContain "usr/bin/oidc-auth -> ../lib/oidc-auth/bin/oidc-auth"
    }

    test(
        "a user without rights uses it, and after its removal only the user's files are left",
    ).config(enabledOrReasonIf = asRoot) {
        val root = Files.createDirectory(Path.of("/var/tmp/oidc-auth-${ProcessHandle.current().pid()}"))
        try {
            root.resolve("var/lib/dpkg/info").createDirectories()
            root.resolve("var/lib/dpkg/updates").createDirectories()
            listOf("status", "available").forEach { root.resolve("var/lib/dpkg/$it").createFile() }
            Packages.tool("dpkg", "--root=$root", "--force-depends", "--log=$root/var/log", "-i", "${Packages.file("_*.deb")}")
            val home = root.resolve("home/user")
            Packages.tokenFile(home.resolve(".cache/py-oidc-auth"))
            Packages.tool("chown", "-R", "65534:65534", "$home")
            Packages.tool("chmod", "-R", "go-rwx", "$home")
            val unprivileged = listOf("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "$root/usr/bin/oidc-auth")
            val user = mapOf("HOME" to "$home")
            Packages.run(unprivileged + "--version", user).stdout shouldBe "oidc-auth ${Version.TEXT}\n"
            val result = Packages.run(unprivileged + listOf("token", "https://a.example"), user)
            withClue(result) { result.stdout to result.stderr shouldBe ("the-token\n" to "") }

            Packages.tool("dpkg", "--root=$root", "--log=$root/var/log", "--purge", "oidc-auth")
            root.resolve("usr").exists() shouldBe false
            val left = root.walk().filter {
                it.isRegularFile()
            }.map { "${it.relativeTo(root)}" }.filterNot { it.startsWith("var/") }
            left.toList() shouldBe listOf("home/user/.cache/py-oidc-auth/token-store.json")
        } finally {
            root.toFile().deleteRecursively()
        }
    }
})
