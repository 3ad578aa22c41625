package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.core.CoreCliktCommand
import com.github.ajalt.clikt.parameters.arguments.ProcessedArgument
import com.github.ajalt.clikt.parameters.arguments.argument

/** Returns the argument HOST: an application, or with a client an issuer. */
internal fun CoreCliktCommand.hostArgument(
    help: String = "The base URL of the application, or with --client-id the issuer.",
): ProcessedArgument<String, String> = argument("HOST", help = help)
