package io.github.oidcauth.cli

import io.github.oidcauth.cli.commands.Commands

/** The names of all commands. */
internal object CommandNames {
    fun all(): List<String> = Commands.all().map { it.commandName }
}
