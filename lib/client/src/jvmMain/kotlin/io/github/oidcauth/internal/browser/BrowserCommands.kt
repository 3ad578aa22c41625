package io.github.oidcauth.internal.browser

import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.Platform

/**
 * Returns the commands that may open a URL, the best first. `BROWSER` comes before the commands of the platform.
 *
 * Each command in `BROWSER` ([BrowserVariable]) is a [CommandTemplate]. `none`, `true` and `false` end the list: no command after
 * them is tried, and none of the platform. A command that would execute text of the URL is omitted, and [warn] is called.
 */
internal class BrowserCommands(
    private val environment: Environment,
    private val platform: Platform,
    private val isRemote: Boolean,
    private val warn: (String) -> Unit = {},
    private val variable: BrowserVariable = BrowserVariable(platform, environment["HOME"]),
) : UrlCommands {
    override fun forUrl(url: String): List<UrlCommand> {
        val entries = variable.entries(environment["BROWSER"].orEmpty())
        val wanted = entries.takeWhile { it.lowercase() !in NO_BROWSER }
        val commands = wanted.mapNotNull { command(it, url) }.map { UrlCommand(it, isConfigured = true) }
        if (wanted.size < entries.size) return commands
        return commands + platformCommands(url).map { UrlCommand(it, isConfigured = false) }
    }

    private fun command(
        entry: String,
        url: String,
    ): List<String>? {
        val words = variable.words(entry)
        if (words == null) {
            warn("BROWSER has a quote that is not closed, so a command in it is not used. Close it.")
            return null
        }
        CommandTemplate.rejectionReason(words, platform.isWindows)?.let { warn(rejectedMessage(it)) }
        return CommandTemplate.of(words, platform.isWindows)?.forUrl(url)
    }

    private fun rejectedMessage(fault: String) =
        "BROWSER names $fault. It does not get the URL of the login page, which a server has chosen. " +
            "Set BROWSER to the program that opens pages, or to an executable script of yours that passes on \"\$1\"."

    private fun platformCommands(url: String): List<List<String>> {
        val hasDisplay = !environment["DISPLAY"].isNullOrEmpty() || !environment["WAYLAND_DISPLAY"].isNullOrEmpty()
        // Over SSH, the desktop of this machine is not the user's, unless its windows are forwarded.
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
