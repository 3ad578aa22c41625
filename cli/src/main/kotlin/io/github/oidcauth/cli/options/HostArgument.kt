package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.ProcessedArgument
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.convert
import io.github.oidcauth.cli.settings.SettingsSource

/** Returns the argument HOST: an application, or with a client an issuer. */
internal fun CoreCliktCommand.hostArgument(
    help: String = "The base URL of the application, or with --client-id the issuer; or its alias in config.toml.",
): ProcessedArgument<String, String> = argument("HOST", help = help).convert { urlOf(it, context) }

/** Returns the URL of [word], which may be an alias in config.toml. @throws UsageError if it is nearly one. */
internal fun urlOf(
    word: String,
    context: Context,
): String {
    val settings = (context.valueSource as? SettingsSource)?.settings ?: return word
    settings.aliasNear(word)?.let {
        throw UsageError(
            "There is no alias $word in config.toml. Did you mean $it? (If the host is named $word, write https://$word.)",
        )
    }
    return settings.urlOf(word)
}
