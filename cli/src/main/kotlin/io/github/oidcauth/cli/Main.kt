package io.github.oidcauth.cli

import io.github.oidcauth.cli.startup.CachedToken

/** The command `oidc-auth`. Refers to nothing that a cached token does not need. */
fun main(arguments: Array<String>) {
    val printed = CachedToken.print(arguments)
    // There is nothing to clean up, and since JDK 21 an exit loads the logging of the JDK, which takes as long as the JVM itself.
    if (printed != null) Runtime.getRuntime().halt(printed)
    WholeProgram.run(arguments)
}
