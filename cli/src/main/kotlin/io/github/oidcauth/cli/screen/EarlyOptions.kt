package io.github.oidcauth.cli.screen

/**
 * The options that must be known before the command line is parsed, because its errors depend on them. The last one on the
 * command line counts, then the variable. The parser checks their values later.
 */
internal class EarlyOptions private constructor(
    /** True if events are written in place of text. */
    val hasEvents: Boolean,
    val color: ColorChoice,
    /** True if the output is to be read aloud: plain lines in order. */
    val isPlain: Boolean,
) {
    companion object {
        const val EVENTS: String = "--events"
        const val COLOR: String = "--color"
        const val PLAIN: String = "--plain"

        /** The only value of [EVENTS]. */
        const val JSON: String = "json"

        /** A variable that other programs have, too, for the same purpose. */
        private const val ACCESSIBLE = "ACCESSIBLE"
        private val OFF = setOf("", "0", "false", "no", "off")

        fun of(
            arguments: List<String>,
            environment: (String) -> String?,
        ): EarlyOptions {
            val own = arguments.takeWhile { it != "--" }

            fun value(option: String): String? =
                own.indices.reversed().firstNotNullOfOrNull { i ->
                    when {
                        own[i].startsWith("$option=") -> own[i].substringAfter('=')
                        own[i] == option -> own.getOrNull(i + 1)
                        else -> null
                    }
                } ?: environment(variableOf(option))?.trim()
            val plainVariables = listOf(variableOf(PLAIN), ACCESSIBLE).mapNotNull { environment(it)?.trim()?.lowercase() }
            return EarlyOptions(
                hasEvents = value(EVENTS) == JSON,
                color = value(COLOR)?.let(ColorChoice::find) ?: ColorChoice.AUTO,
                isPlain = PLAIN in own || plainVariables.any { it !in OFF },
            )
        }

        private fun variableOf(option: String) = "OIDC_AUTH_" + option.removePrefix("--").uppercase()
    }
}
