package io.github.oidcauth.internal.browser

import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.Platform

/**
 * Which commands may open a URL, best first. `BROWSER` comes before what the platform offers.
 *
 * `BROWSER` is a list, separated by `:` or on Windows by `;`, of commands whose words are told apart by spaces and quotes. `%s`
 * stands for the URL and `%%` for a percent sign; without `%s` the URL is added at the end. `none`, `true` and `false` end the list:
 * nothing after them is tried, nor what the platform offers.
 */
internal class BrowserCommands(
    private val environment: Environment,
    private val platform: Platform,
    private val isRemote: Boolean,
) {
    fun forUrl(url: String): List<List<String>> {
        val separator = if (platform.isWindows) ';' else ':'
        val entries = environment["BROWSER"].orEmpty().split(separator).map { it.trim() }.filter { it.isNotEmpty() }
        val wanted = entries.takeWhile { it.lowercase() !in NO_BROWSER }
        val commands = wanted.mapNotNull { command(it, url) }
        return if (wanted.size < entries.size) commands else commands + platformCommands(url)
    }

    private fun command(
        entry: String,
        url: String,
    ): List<String>? {
        val words = CommandWords.split(entry, backslashEscapes = !platform.isWindows) ?: return null
        val program = words.firstOrNull { it.isNotEmpty() } ?: return null
        // Windows runs these by way of its shell, which would read the '&' in a URL as the end of the command.
        if (platform.isWindows && SHELL_SCRIPTS.any { program.lowercase().endsWith(it) }) return null
        // `sh -c "firefox %s"`: another program would take the URL apart.
        if (words.any { "%s" in it && it.any(Char::isWhitespace) }) return null
        return if (words.any { hasPlace(it) }) words.map { fill(it, url) } else words.map { fill(it, url) } + url
    }

    private fun hasPlace(word: String): Boolean = "%s" in word.replace("%%", "")

    private fun fill(
        word: String,
        url: String,
    ): String = PLACES.replace(word) { if (it.value == "%s") url else "%" }

    private fun platformCommands(url: String): List<List<String>> {
        val hasDisplay = !environment["DISPLAY"].isNullOrEmpty() || !environment["WAYLAND_DISPLAY"].isNullOrEmpty()
        // Over SSH the desktop of this machine is not the person's, unless its windows are forwarded.
        if (isRemote && !hasDisplay) return emptyList()
        return when (platform) {
            Platform.MACOS -> {
                listOf(listOf("/usr/bin/open", url))
            }

            Platform.WINDOWS -> {
                listOf(rundll((environment["SystemRoot"] ?: "C:\\Windows") + "\\System32\\rundll32.exe", url))
            }

            Platform.WSL -> {
                listOf(
                    listOf("wslview", url),
                    rundll("rundll32.exe", url),
                    rundll("/mnt/c/Windows/System32/rundll32.exe", url),
                )
            }

            // Without a display, xdg-open starts a text browser.
            Platform.LINUX, Platform.OTHER -> {
                if (hasDisplay) listOf(listOf("xdg-open", url)) else emptyList()
            }
        }
    }

    private fun rundll(
        program: String,
        url: String,
    ): List<String> = listOf(program, "url.dll,FileProtocolHandler", url)

    private companion object {
        val PLACES = Regex("%[%s]")
        val SHELL_SCRIPTS = listOf(".bat", ".cmd")
        val NO_BROWSER = setOf("none", "true", "false", "/bin/true", "/bin/false", "/usr/bin/true", "/usr/bin/false")
    }
}
