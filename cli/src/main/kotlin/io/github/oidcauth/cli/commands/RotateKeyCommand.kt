package io.github.oidcauth.cli.commands

import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.StoredTokens
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section

internal class RotateKeyCommand : Command("rotate-key") {
    override val section = Section.TOKENS
    override val summary = "Encrypt the tokens of --store keyring with a new key"
    override val examples = listOf(Example("oidc-auth rotate-key --store keyring", "Replace the key"))

    override suspend fun execute(context: CommandContext): CommandResult =
        CommandResult(StoredTokens(context.store).rotateKey())
}
