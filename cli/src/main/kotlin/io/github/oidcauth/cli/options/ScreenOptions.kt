package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.screen.ColorChoice
import io.github.oidcauth.cli.screen.EarlyOptions

/** The options for what standard error shows. All commands have them. */
internal class ScreenOptions : OptionGroup("On the screen") {
    val color by option(
        EarlyOptions.COLOR,
        metavar = "WHEN",
        help = "Colours on standard error: auto, always or never. Default: auto, by the terminal, NO_COLOR and CLICOLOR_FORCE.",
    ).convert { word -> ColorChoice.find(word) ?: fail("'${word.onOneLine()}' is none of auto, always, never.") }
        .default(ColorChoice.AUTO)

    val plain by option(
        EarlyOptions.PLAIN,
        help = "Plain lines in reading order, as for screen readers: no colours, no QR code, no spinner.",
    ).flag()

    /** Read before the parser by [EarlyOptions]; this checks the value. */
    @Suppress("unused")
    private val events by option(
        EarlyOptions.EVENTS,
        metavar = EarlyOptions.JSON,
        help = "Write each step and error as a JSON object in a line of standard error, for a program that runs this one.",
    ).convert { word -> word.takeIf { it == EarlyOptions.JSON } ?: fail("'${word.onOneLine()}' is not json.") }
}
