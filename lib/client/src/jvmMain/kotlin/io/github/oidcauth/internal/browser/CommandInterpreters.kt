package io.github.oidcauth.internal.browser

/**
 * Programs that run what they are given, or have another program take it apart: shells, interpreters, remote shells, and commands
 * that hand a line to a shell. A URL is text that a server has chosen, so none of them may be given one.
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

    /** `-S` of `env`, alone or behind other options, and `--split-string`, which may be cut short: one word is a whole command then. */
    private val shortSplit = Regex("-[0iv]*S.*", RegexOption.DOT_MATCHES_ALL)
    private const val LONG_SPLIT = "--split-string"
    private const val SHORTEST_LONG = 3

    /**
     * Returns the first of [words] that names one of them, as its name alone; null when none does. Each word is looked at, and the value
     * of each `--option=value`, since `env`, `nice` and many others start what their arguments name.
     */
    fun find(words: List<String>): String? =
        words.mapNotNull(::programIn).map(::nameOf).firstOrNull { it in names } ?: "env -S".takeIf { isSplitByEnv(words) }

    /** What may be a program in [word]: an option is none, and its value may be. */
    private fun programIn(word: String): String? =
        if (word.startsWith('-')) word.substringAfter('=', "").ifEmpty { null } else word

    private fun isSplitByEnv(words: List<String>): Boolean {
        val options = words.dropWhile { nameOf(it) != "env" }
        return options.any { shortSplit.matches(it) || isLongSplit(it.substringBefore('=')) }
    }

    private fun isLongSplit(option: String) = option.length >= SHORTEST_LONG && LONG_SPLIT.startsWith(option)

    /** The name of a program without its folder, its version and the end that Windows has for programs. */
    private fun nameOf(word: String): String {
        val name = word.substringAfterLast('/').substringAfterLast('\\').lowercase().removeSuffix(".exe")
        return if (name in names) name else name.replace(version, "")
    }
}
