package io.github.oidcauth.internal.browser

/**
 * Programs that execute their arguments, or pass them to a program that interprets them: shells, interpreters, remote shells, and
 * commands that pass a line to a shell. A URL is text that a server has chosen, so none of them may get one.
 */
internal object CommandInterpreters {
    private val shells =
        "sh ash bash dash zsh ksh mksh pdksh oksh lksh yash posh fish csh tcsh rbash elvish nu xonsh busybox toybox " +
            "pwsh powershell cmd command wsl"
    private val interpreters =
        "python pythonw py pyw pypy ipython perl ruby node nodejs deno bun php lua luajit awk gawk mawk tclsh wish expect " +
            "osascript R Rscript julia groovy jshell jbang ghci guile npx bunx pipx uvx wscript cscript mshta"
    private val commandRunners =
        "ssh slogin dbclient autossh mosh rsh rexec plink telnet su sg runuser xargs parallel eval watch entr script flock at " +
            "batch tmux screen make find socat"
    private val names = listOf(shells, interpreters, commandRunners).flatMap { it.split(' ') }.mapTo(HashSet()) { it.lowercase() }
    private val version = Regex("[-_.0-9]+$")

    /**
     * Matches `-S` of `env`, alone or after other options, and `--split-string`, which may be abbreviated: one argument is then a
     * whole command.
     */
    private val shortSplit = Regex("-[0iv]*S.*", RegexOption.DOT_MATCHES_ALL)
    private const val LONG_SPLIT = "--split-string"
    private const val SHORTEST_LONG = 3

    /**
     * Returns the name of the first program in [words] that is one of them, or null. All words are checked, and the value of each
     * `--option=value`, because `env`, `nice` and many others start programs that their arguments name.
     */
    fun find(words: List<String>): String? =
        words.mapNotNull(::programIn).map(::nameOf).firstOrNull { it in names } ?: "env -S".takeIf { isSplitByEnv(words) }

    /** Returns the part of [word] that may be a program: an option itself is not, but its value may be. */
    private fun programIn(word: String): String? =
        if (word.startsWith('-')) word.substringAfter('=', "").ifEmpty { null } else word

    private fun isSplitByEnv(words: List<String>): Boolean {
        val options = words.dropWhile { nameOf(it) != "env" }
        return options.any { shortSplit.matches(it) || isLongSplit(it.substringBefore('=')) }
    }

    private fun isLongSplit(option: String) = option.length >= SHORTEST_LONG && LONG_SPLIT.startsWith(option)

    /** Returns the name of a program without its directory, its version and the extension of Windows programs. */
    private fun nameOf(word: String): String {
        val name = word.substringAfterLast('/').substringAfterLast('\\').lowercase().removeSuffix(".exe")
        return if (name in names) name else name.replace(version, "")
    }
}
