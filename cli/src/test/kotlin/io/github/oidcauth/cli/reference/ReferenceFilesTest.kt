package io.github.oidcauth.cli.reference

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.longs.shouldBeGreaterThan
import kotlin.io.path.fileSize
import kotlin.io.path.relativeTo
import kotlin.io.path.walk

internal class ReferenceFilesTest : FunSpec({
    test("the files are where man, bash-completion, zsh and fish of Debian look for them") {
        val folder = tempdir().toPath()
        ReferenceFiles.write(folder)
        val files = folder.walk().toList().sorted()
        files.map { "${it.relativeTo(folder)}" } shouldContainExactly
            listOf(
                "bash-completion/completions/oidc-auth",
                "doc/oidc-auth/commands.html",
                "fish/vendor_completions.d/oidc-auth.fish",
                "man/man1/oidc-auth.1",
                "zsh/vendor-completions/_oidc-auth",
            )
        files.forEach { it.fileSize() shouldBeGreaterThan 1000L }
    }
})
