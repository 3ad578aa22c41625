package io.github.oidcauth.cli.framework

import com.github.ajalt.clikt.output.Localization
import com.github.ajalt.clikt.output.ParameterFormatter

/** The texts of the parser's messages, in which names are unchanged. */
internal object ParserMessages : Localization, ParameterFormatter {
    override fun formatOption(name: String): String = name

    override fun formatArgument(name: String): String = name

    override fun formatSubcommand(name: String): String = name

    override fun helpOptionMessage(): String = "Show this help."
}
