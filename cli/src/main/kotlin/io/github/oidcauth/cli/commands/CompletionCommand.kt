package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.completion.CompletionCandidates
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.completion.CompletionScripts
import io.github.oidcauth.cli.completion.HostCandidates
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.settings.SettingsSource

internal class CompletionCommand : Command("completion") {
    override val section = Section.SETUP
    override val summary = "Print the completion script of a shell"
    override val description =
        "The shell then completes commands, options and their values, names of files, hosts with a stored token, and " +
            "their aliases. The package for Debian has these scripts already."
    override val examples =
        listOf(
            Example("oidc-auth completion bash > ~/.local/share/bash-completion/completions/oidc-auth", "Complete in bash"),
            Example("oidc-auth completion zsh > ~/.zfunc/_oidc-auth", "Complete in zsh, where ~/.zfunc is in fpath"),
            Example("oidc-auth completion fish > ~/.config/fish/completions/oidc-auth.fish", "Complete in fish"),
        )

    private val shell by argument(
        "SHELL",
        help = "bash, zsh or fish.",
        completionCandidates = CompletionCandidates.Fixed(CompletionScripts.SHELLS.toSet()),
    )

    override suspend fun execute(context: CommandContext): CommandResult =
        CommandResult(
            // The scripts call this.
            if (shell == HOSTS) {
                HostCandidates(context.storeChoice, hostAliases()).text()
            } else {
                CompletionScripts.of(shell, Commands.all() + Commands.bare()) ?: throw UsageError(
                    "'${shell.onOneLine()}' is none of ${CompletionScripts.SHELLS.joinToString(", ")}.",
                )
            },
        )

    private fun hostAliases(): List<String> =
        (currentContext.valueSource as? SettingsSource)
            ?.settings
            ?.file
            ?.hosts
            ?.map { it.alias }
            .orEmpty()

    private companion object {
        const val HOSTS = "hosts"
    }
}
