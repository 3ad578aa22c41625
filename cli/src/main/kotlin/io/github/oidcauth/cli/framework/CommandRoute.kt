package io.github.oidcauth.cli.framework

/**
 * The command that the arguments name, which may stand behind options, and the arguments without it. Pure.
 *
 * Without a command, the arguments are those of the Python command: `oidc-auth HOST`, `oidc-auth --list`.
 */
internal class CommandRoute private constructor(
    /** The command's name, or null if the arguments name none. */
    val command: String?,
    val arguments: List<String>,
    /** The first word that is neither an option nor its value nor the command, or null if there is none. */
    val word: String?,
) {
    companion object {
        /**
         * Returns the route of [arguments]. [commands] are the names of commands, [valued] the names of the options that take a
         * value, such as `--store` and `-p`.
         */
        fun of(
            arguments: List<String>,
            commands: Set<String>,
            valued: Set<String>,
        ): CommandRoute {
            val words = wordsIn(arguments, valued)
            val first = words.firstOrNull()
            val command = first?.takeIf { !it.isLiteral }?.let { arguments[it.index] }?.takeIf { it in commands }
            if (first == null || command == null) return CommandRoute(null, arguments, first?.let { arguments[it.index] })
            val rest = arguments.filterIndexed { index, _ -> index != first.index }
            return CommandRoute(command, rest, words.getOrNull(1)?.let { arguments[it.index] })
        }

        /** Returns the first two words that are neither options nor their values. */
        private fun wordsIn(
            arguments: List<String>,
            valued: Set<String>,
        ): List<Word> {
            val words = mutableListOf<Word>()
            var index = 0
            var isLiteral = false
            while (index < arguments.size && words.size < 2) {
                val argument = arguments[index]
                when {
                    isLiteral || !argument.startsWith('-') || argument == "-" -> words += Word(index, isLiteral)
                    argument == "--" -> isLiteral = true
                    takesNext(argument, valued) -> index++
                }
                index++
            }
            return words
        }

        /** Returns true if the value of the option [argument] is the next argument. */
        private fun takesNext(
            argument: String,
            valued: Set<String>,
        ): Boolean {
            if (argument.startsWith("--")) return argument in valued
            // The first letter of a cluster that takes a value takes the rest of the cluster, if there is one.
            val letter = argument.drop(1).indexOfFirst { "-$it" in valued }
            return letter >= 0 && letter == argument.length - 2
        }
    }

    private class Word(
        val index: Int,
        /** True if `--` stands before it. */
        val isLiteral: Boolean,
    )
}
