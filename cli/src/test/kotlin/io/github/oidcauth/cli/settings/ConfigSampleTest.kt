package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.commands.Commands
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path

internal class ConfigSampleTest : FunSpec({
    val commands = Commands.all()
    val keys = SettingKeys.of(commands + Commands.bare())
    val sample = ConfigSample(keys).text()

    fun parse(text: String) = ConfigParser(keys, commands.map { it.commandName }.toSet()).parse(text, Path.of("/c/config.toml"))

    test("the sample has comments only") {
        val result = parse(sample)
        result.faults.shouldBeEmpty()
        result.file.defaults.keys.shouldBeEmpty()
    }

    test("each setting in it is one, and of the right type") {
        val result = parse(sample.replace(Regex("(?m)^#(\\w)"), "$1"))
        result.faults.shouldBeEmpty()
        result.file.defaults.keys shouldContainExactlyInAnyOrder keys.all.map { it.name }
    }

    test("the section of a host in it can be used") {
        val section = sample.lines().filter { it.startsWith("#   ") }.joinToString("\n") { it.removePrefix("#   ") }
        val result = parse(section)
        result.faults.shouldBeEmpty()
        result.file.hosts.map { it.alias } shouldContain "work"
    }

    test("the comments are the help of the options") {
        sample shouldContain "# The name of your program at the issuer.\n#client_id = \"ID\""
    }
})
