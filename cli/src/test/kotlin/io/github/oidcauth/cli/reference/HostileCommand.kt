package io.github.oidcauth.cli.reference

import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section

/** A command whose texts mean something in roff, HTML, Markdown and in shells. */
internal class HostileCommand : Command("hostile") {
    override val section = Section.SETUP
    override val summary = ".SH <b>it's</b> *one* `\$(touch x)`"
    override val description = "'tis \\fBbold\\fR & \"quoted\".\n\n.PP <script>alert(1)</script> _under_ a|b"
    override val examples = listOf(Example(".echo '\$HOME' \\n <x> && `id`", "Print <this>"))

    @Suppress("unused")
    private val file by argument("FILE", help = "A -- file's \\name")

    @Suppress("unused")
    private val odd by option("--odd", metavar = "<X>", help = "It's \$(id) `id` \\ ^ ~ [a:b]")

    override suspend fun execute(context: CommandContext): CommandResult = CommandResult("")
}
