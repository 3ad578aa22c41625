package io.github.oidcauth.internal.browser

import io.github.oidcauth.internal.environment.Platform
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path

/**
 * Parses the variable `BROWSER`: a list of commands separated by `:`, or on Windows by `;`, outside of quotes. `~/`, `$HOME/` and
 * `${HOME}/` at the start of a word mean the home directory; a shell does not expand them in quotes. A program whose path
 * contains blanks needs no quotes if it exists.
 */
internal class BrowserVariable(
    private val platform: Platform,
    private val home: String?,
    private val isFile: (String) -> Boolean = ::isRegularFile,
) {
    /** Returns the commands in [text] without blank ones. */
    fun entries(text: String): List<String> {
        val entries = mutableListOf<String>()
        var start = 0
        var i = 0
        while (i < text.length) {
            val c = text[i]
            // A quote that is not closed does not count here, so that the other commands stay separate.
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

    /** Returns the words of [entry] if its beginning is the path of a file with blanks; the longest such path is used. */
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
