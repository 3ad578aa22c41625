package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.commands.Commands
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.collections.shouldNotContainAnyOf
import io.kotest.matchers.shouldNotBe

/** Tests OneRunOptions with the options of all commands. */
internal class OneRunOptionsTest : FunSpec({
    val commands = Commands.all() + Commands.bare()
    val names = SettingKeys.of(commands).all.map { it.name }

    test("the settings of logins are in config.toml and variables") {
        names shouldContainAll
            listOf(
                "store",
                "app_name",
                "ca_file",
                "client_id",
                "client_secret_file",
                "scope",
                "audience",
                "resource",
                "flow",
                "ports",
            ) +
            listOf("redirect_uri", "timeout", "no_browser", "interactive", "min_ttl", "verbose")
    }

    test("no setting says what one run does or prints") {
        names shouldNotContainAnyOf
            listOf(
                "force",
                "all",
                "list",
                "clear",
                "remove",
                "json",
                "to",
                "help",
                "version",
                "file",
                "for",
                "origin",
                "once",
                "mode",
            )
    }

    test("no setting is a secret, unless by the name of its file") {
        val secret = Regex("secret|password|passphrase|assertion|private_key|(access|refresh|id)_token$")
        names.filter { secret.containsMatchIn(it) && !it.endsWith("_file") && !it.endsWith("_variable") }.shouldBeEmpty()
    }

    test("each option of each command is a setting, or belongs to one run by a rule") {
        for (command in commands) {
            val context = command.resetContext()
            for (option in command.registeredOptions().filterNot { it.eager }) {
                val name = option.names.filter { it.startsWith("--") }.maxByOrNull { it.length }
                withClue("${command.commandName} ${option.names}") { name shouldNotBe null }
                val isSetting = SettingKey.of(option, context) != null
                withClue("${command.commandName} $name") {
                    isSetting shouldNotBe
                        OneRunOptions.contains(name.orEmpty().removePrefix("--"))
                }
            }
        }
    }
})
