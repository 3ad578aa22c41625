package io.github.oidcauth.internal.browser

import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.Platform

/**
 * Which commands may open a URL, best first. `BROWSER` comes before what the platform offers.
 *
 * `BROWSER` is a list, separated by `:` or on Windows by `;`, of commands whose words are told apart by spaces and quotes, each a
 * [CommandTemplate]. `none`, `true` and `false` end the list: nothing after them is tried, nor what the platform offers. A
 * command that would run what the URL says is left out, and [warn] is told.
 */
internal class BrowserCommands(
    private val environment: Environment,
    private val platform: Platform,
    private val isRemote: Boolean,
    private val warn: (String) -> Unit = {},
) : UrlCommands {
    override fun forUrl(url: String): List<List<String>> {
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
        CommandTemplate.faultOf(words, platform.isWindows)?.let { warn(notUsed(it)) }
        return CommandTemplate.of(words, platform.isWindows)?.forUrl(url)
    }

    private fun notUsed(fault: String) =
        "BROWSER names $fault. It is not given the login page, whose address a server has chosen. " +
            "Set BROWSER to the program that opens pages, or to an executable script of yours that passes on \"\$1\"."

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
        val NO_BROWSER = setOf("none", "true", "false", "/bin/true", "/bin/false", "/usr/bin/true", "/usr/bin/false")
    }
}
