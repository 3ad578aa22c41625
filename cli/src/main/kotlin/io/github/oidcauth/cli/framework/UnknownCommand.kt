// Tested by UsageTest.
package io.github.oidcauth.cli.framework

import io.github.oidcauth.cli.Program

/** Detects a first word that is neither a command nor a host. Pure. */
internal object UnknownCommand {
    /**
     * Returns the error for [word] at the position of a command or host, or null if it may be a host. A word without a dot, a
     * colon or a slash is not a host, except `localhost`: a mistyped command would be looked up in the network.
     */
    fun errorFor(
        word: String,
        commands: Set<String>,
        /** The words behind it. */
        rest: List<String> = emptyList(),
    ): String? {
        if (!isBareWord(word)) return null
        val host = "(If the host is named $word, write https://$word.)"
        return "There is no such command: $word.${suggestion(word.lowercase(), commands, rest)} $host"
    }

    /** Returns true if [word] is not written as a host. */
    fun isBareWord(word: String): Boolean = WORD.matches(word) && word.lowercase() != LOCALHOST

    private fun suggestion(
        word: String,
        commands: Set<String>,
        rest: List<String>,
    ): String {
        val sub = rest.takeIf { word == GROUP }?.firstNotNullOfOrNull { it.takeIf(commands::contains) ?: SUGGESTIONS[it] }
        val near = commands.filter { distance(it, word) <= MAX_DISTANCE }.minByOrNull { distance(it, word) }
        val meant = sub ?: SUGGESTIONS[word] ?: near
        return meant?.let { " Did you mean `${Program.NAME} $it`?" }.orEmpty()
    }

    /** Returns the number of letters to add, remove, replace or swap with the next (optimal string alignment). */
    fun distance(
        a: String,
        b: String,
    ): Int {
        val rows = Array(a.length + 1) { IntArray(b.length + 1) }
        for (i in 0..a.length) {
            for (j in 0..b.length) {
                rows[i][j] =
                    when {
                        i == 0 -> j
                        j == 0 -> i
                        else -> step(rows, a, b, i, j)
                    }
            }
        }
        return rows[a.length][b.length]
    }

    private fun step(
        rows: Array<IntArray>,
        a: String,
        b: String,
        i: Int,
        j: Int,
    ): Int {
        val replaced = rows[i - 1][j - 1] + if (a[i - 1] == b[j - 1]) 0 else 1
        val least = minOf(replaced, rows[i - 1][j] + 1, rows[i][j - 1] + 1)
        val isSwapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
        return if (isSwapped) minOf(least, rows[i - 2][j - 2] + 1) else least
    }

    private const val MAX_DISTANCE = 2
    private const val LOCALHOST = "localhost"

    /** The word that other programs write before their commands for tokens, such as `gh auth status`. */
    private const val GROUP = "auth"
    private val WORD = Regex("[\\p{L}\\p{N}][\\p{L}\\p{N}_-]*")

    /** The words that other programs use for the same commands. */
    private val SUGGESTIONS =
        mapOf(
            "version" to "--version",
            "whoami" to "status",
            "ls" to "list",
            "auth" to "login",
            "authenticate" to "login",
            "signin" to "login",
            "get-token" to "token",
            "print-token" to "token",
            "signout" to "logout",
            "setup-git" to "git-credential",
        )
}
