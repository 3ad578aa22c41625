package io.github.oidcauth.cli.running

import io.github.oidcauth.cli.framework.CommandContext
import java.nio.file.Path

/** The environment of a program that is given a token. Pure. */
internal class ChildEnvironment(
    /** The variables with the token itself, as it is at the start. */
    private val names: List<String>,
) {
    /** Returns the changes to the environment of this process: values to set, and null for variables to remove. */
    fun changes(
        text: String,
        file: Path,
    ): Map<String, String?> =
        buildMap {
            // A program looks here first (WLCG Bearer Token Discovery), and would use an old token in place of the file.
            put(TOKEN, null)
            // The program gets the token, and not what it was obtained with.
            put(CommandContext.CLIENT_SECRET, null)
            names.forEach { put(it, text) }
            put(FILE, file.toString())
        }

    companion object {
        const val DEFAULT_NAME: String = "OIDC_ACCESS_TOKEN"
        const val FILE: String = "BEARER_TOKEN_FILE"
        private const val TOKEN = "BEARER_TOKEN"
        private val NAME = Regex("[A-Za-z_][A-Za-z0-9_]*")

        /** Returns true if [name] can be a variable that a shell can read (POSIX.1-2017, XBD 8.1). */
        fun isName(name: String): Boolean = NAME.matches(name)
    }
}
