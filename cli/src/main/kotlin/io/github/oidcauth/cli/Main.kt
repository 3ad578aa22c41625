package io.github.oidcauth.cli

import io.github.oidcauth.cli.startup.CachedToken
import kotlin.system.exitProcess

/** The command `oidc-auth`. Refers to nothing that a cached token does not need. */
fun main(arguments: Array<String>) {
    val printed = CachedToken.print(arguments)
    if (printed != null) exitProcess(printed)
    WholeProgram.run(arguments)
}
