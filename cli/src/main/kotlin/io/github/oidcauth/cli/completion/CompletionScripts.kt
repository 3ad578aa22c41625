// Tested by CompletionCommandTest.
package io.github.oidcauth.cli.completion

import io.github.oidcauth.cli.framework.Command

/** The completion scripts, from the definitions of the commands. */
internal object CompletionScripts {
    val SHELLS: List<String> = listOf("bash", "zsh", "fish")

    /** Returns the script for [shell], or null if it is not one of [SHELLS]. */
    fun of(
        shell: String,
        commands: List<Command>,
    ): String? {
        val completed = commands.map(::CompletedCommand)
        return when (shell) {
            "bash" -> BashCompletion.script(completed)
            "zsh" -> ZshCompletion.script(completed)
            "fish" -> FishCompletion.script(completed)
            else -> null
        }
    }
}
