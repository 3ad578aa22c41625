package io.github.oidcauth.internal.browser

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Platform
import io.github.oidcauth.internal.environment.ProcessEnvironment

/**
 * The command that the program has configured.
 *
 * @throws InvalidConfigException when it cannot be given a URL.
 */
internal class ConfiguredCommand(
    words: List<String>,
    platform: Platform = Platform.detect(ProcessEnvironment),
) : UrlCommands {
    private val template =
        CommandTemplate.of(words, platform.isWindows)?.takeIf { words.first().isNotBlank() && words.none { '\u0000' in it } }
            ?: throw InvalidConfigException(
                "This command cannot open a page. Name the program that opens pages and its arguments, each a word of its own, " +
                    "and no shell, interpreter or remote shell.",
            )

    override fun forUrl(url: String): List<UrlCommand> = listOf(UrlCommand(template.forUrl(url), isConfigured = true))
}
