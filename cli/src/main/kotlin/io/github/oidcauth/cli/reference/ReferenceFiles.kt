// Tested by ReferenceFilesTest.
package io.github.oidcauth.cli.reference

import io.github.oidcauth.cli.Version
import io.github.oidcauth.cli.commands.Commands
import io.github.oidcauth.cli.completion.CompletionScripts
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText

/**
 * Writes the manual page, the reference and the completions to the folder in [arguments]. The build runs it; it is not part of
 * the command.
 */
fun main(arguments: Array<String>) {
    ReferenceFiles.write(Path.of(arguments.single()))
}

/** The files about the command that a distribution has, in the folders where systems look for them. */
internal object ReferenceFiles {
    fun write(folder: Path) {
        val reference = Reference(Commands.all(), Commands.bare())
        val texts =
            mapOf(
                "man/man1/oidc-auth.1" to ManPage(reference, Version.TEXT).text(),
                "doc/oidc-auth/commands.html" to HtmlReference(reference, Version.TEXT).text(),
                "bash-completion/completions/oidc-auth" to script("bash"),
                "zsh/vendor-completions/_oidc-auth" to script("zsh"),
                "fish/vendor_completions.d/oidc-auth.fish" to script("fish"),
            )
        texts.forEach { (path, text) -> folder.resolve(path).also { it.parent.createDirectories() }.writeText(text) }
    }

    private fun script(shell: String): String = checkNotNull(CompletionScripts.of(shell, Commands.all() + Commands.bare()))
}
