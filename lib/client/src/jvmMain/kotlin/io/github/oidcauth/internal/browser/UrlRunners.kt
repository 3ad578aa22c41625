package io.github.oidcauth.internal.browser

/**
 * Programs that run what they are given, or have another program take it apart: shells, interpreters, remote shells, and commands
 * that hand a line to a shell. A URL is text that a server has chosen, so none of them may be given one.
 */
internal object UrlRunners {
    private val shells =
        "sh ash bash dash zsh ksh mksh pdksh fish csh tcsh rbash elvish nu xonsh busybox toybox pwsh powershell cmd command wsl"
    private val interpreters =
        "python pypy ipython perl ruby node nodejs deno bun php lua luajit awk gawk mawk tclsh wish expect osascript " +
            "R Rscript julia groovy jshell ghci wscript cscript mshta"
    private val lineRunners =
        "ssh autossh mosh rsh rexec plink telnet su runuser xargs parallel eval watch script at batch tmux make find"
    private val names = listOf(shells, interpreters, lineRunners).flatMap { it.split(' ') }.mapTo(HashSet()) { it.lowercase() }
    private val version = Regex("[-_.0-9]+$")

    /**
     * Returns the first of [words] that names one of them, as its name alone; null when none does. Each word is looked at, since
     * `env`, `nice` and many others start what their arguments name.
     */
    fun find(words: List<String>): String? = words.filterNot { it.startsWith('-') }.map(::nameOf).firstOrNull { it in names }

    /** The name of a program without its folder, its version and the end that Windows has for programs. */
    private fun nameOf(word: String): String {
        val name = word.substringAfterLast('/').substringAfterLast('\\').lowercase().removeSuffix(".exe")
        return if (name in names) name else name.replace(version, "")
    }
}
