// Tested by UsageTest.
package io.github.oidcauth.cli.framework

import io.github.oidcauth.cli.Program
import io.github.oidcauth.cli.onOneLine

/** The error for an option that a command does not have, with the one that is probably meant. Pure. */
internal object UnknownOption {
    /** Returns the error for [option] of [command], one of [commands] or that without a name. */
    fun errorFor(
        option: String,
        command: Command,
        commands: List<Command>,
    ): String = listOfNotNull(
        "no such option ${option.onOneLine()}.",
        suggestion(option, command, commands),
        owners(option, command, commands),
    ).joinToString(" ")

    private fun suggestion(
        option: String,
        command: Command,
        commands: List<Command>,
    ): String? {
        val usual = MEANINGS[option].orEmpty().find { it.startsWith("`") || command.has(it.substringBefore(' ')) }
        val meant = usual ?: nearest(option, command)?.takeUnless { commands.any { it.has(option) } }
        if (meant != null) return "Did you mean $meant?"
        val takesHost = command.registeredArguments().firstOrNull()?.name == HOST && command.commandName != Program.NAME
        return "HOST has no option: ${Program.NAME} ${command.commandName} HOST.".takeIf { takesHost && option in HOST_OPTIONS }
    }

    private fun nearest(
        option: String,
        command: Command,
    ): String? {
        if (!option.startsWith("--")) return null
        // In a short name, two other letters make a different word.
        val most = minOf(MAX_DISTANCE, (option.length - 2) / LETTERS_PER_MISTAKE)
        val names = command.optionNames().filter { it.startsWith("--") }
        return names.minByOrNull { UnknownCommand.distance(it, option) }?.takeIf { UnknownCommand.distance(it, option) <= most }
    }

    private fun owners(
        option: String,
        command: Command,
        commands: List<Command>,
    ): String? {
        val owners = commands.filter { it !== command && it.has(option) }.map { "`${Program.NAME} ${it.commandName}`" }
        if (owners.isEmpty()) return null
        val rest = if (owners.size > MOST_OWNERS) " and others" else ""
        return "$option is for ${owners.take(MOST_OWNERS).joinToString(", ")}$rest."
    }

    private fun Command.optionNames() = registeredOptions().flatMap { it.names + it.secondaryNames }

    private fun Command.has(option: String) = option in optionNames()

    private const val HOST = "HOST"
    private const val MOST_OWNERS = 3
    private const val MAX_DISTANCE = 2
    private const val LETTERS_PER_MISTAKE = 3
    private val HOST_OPTIONS = setOf("--host", "--hostname", "--issuer", "--url")

    /** The options of other programs for the same purpose; the first one that the command has is suggested. */
    private val MEANINGS =
        mapOf(
            "--hostname" to listOf("--host"),
            "--user" to listOf("--account"),
            "--username" to listOf("--account"),
            "--web" to listOf("--flow browser"),
            "--device" to listOf("--flow device"),
            "--header" to listOf("--request-header"),
            "--show-token" to listOf("`${Program.NAME} token`"),
            "--client-secret" to listOf("--client-secret-file"),
        )
}
