package io.github.oidcauth.internal.browser

import io.github.oidcauth.internal.environment.Platform
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path

/**
 * Takes the variable `BROWSER` apart as users write it: a list of commands, separated by `:` or on Windows by `;`, but not between quotes.
 * `~/`, `$HOME/` and `${HOME}/` at the start of a word are the home directory, which a shell has left to us when they were quoted. A
 * program whose path has blanks needs no quotes if it is there.
 */
internal class BrowserVariable(
    private val platform: Platform,
    private val home: String?,
    private val isFile: (String) -> Boolean = ::isRegularFile,
) {
    /** Returns the commands in [text], blank ones left out. */
    fun entries(text: String): List<String> {
        val entries = mutableListOf<String>()
        var start = 0
        var i = 0
        while (i < text.length) {
            val c = text[i]
            // A quote that nobody closes is none here, so that it takes no other command with it.
            val end = if (c in QUOTES) text.indexOf(c, i + 1) else -1
            if (end > i) i = end
            if (c == separator) {
                entries += text.substring(start, i)
                start = i + 1
            }
            i++
        }
        entries += text.substring(start)
        return entries.map { it.trim() }.filter { it.isNotEmpty() }
    }

    /** Returns the words of [entry]; null when a quote is not closed. */
    fun words(entry: String): List<String>? {
        val words = CommandWords.split(entry, backslashEscapes = !platform.isWindows)?.map(::expandHome)
        val program = words?.firstOrNull() ?: return words
        if (isFile(program) || program.none { it in "/\\" }) return words
        return splitAfterProgram(entry) ?: words
    }

    /** The longest beginning of [entry] that is a file comes first. */
    private fun splitAfterProgram(entry: String): List<String>? {
        val ends = entry.indices.filter { entry[it].isWhitespace() } + entry.length
        val end = ends.lastOrNull { isFile(expandHome(entry.substring(0, it))) } ?: return null
        val rest = CommandWords.split(entry.substring(end), backslashEscapes = !platform.isWindows) ?: return null
        return listOf(expandHome(entry.substring(0, end))) + rest.map(::expandHome)
    }

    private fun expandHome(word: String): String {
        val start = HOME.find { word.startsWith("$it/") }
        return if (start == null || home.isNullOrEmpty()) word else home.trimEnd('/') + word.removePrefix(start)
    }

    private val separator = if (platform.isWindows) ';' else ':'

    private companion object {
        const val QUOTES = "'\""
        val HOME = listOf("~", "\$HOME", "\${HOME}")
    }
}

private fun isRegularFile(path: String): Boolean =
    try {
        Files.isRegularFile(Path.of(path))
    } catch (_: InvalidPathException) {
        false
    }
