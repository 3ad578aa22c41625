package io.github.oidcauth.internal.environment

import io.github.oidcauth.internal.text.shellWord

/** The command lines of `oidc-auth` for one token, for a POSIX shell. They contain no secret. */
internal class LoginCommand(
    private val host: String,
    /** The options that select the token, with their values. */
    private val which: List<Pair<String, String>> = emptyList(),
    /** The options that only `login` has. */
    private val forLogin: List<Pair<String, String>> = emptyList(),
    /** True if the command can authenticate as this client. */
    val isKnown: Boolean = true,
) {
    fun login(): String = line("login", listOf(host), which + forLogin)

    /** Returns the command that moves the token to [file]. */
    fun export(file: String): String = line("export", listOf(host, file), which)

    private fun line(
        verb: String,
        words: List<String>,
        options: List<Pair<String, String>>,
    ): String =
        (listOf("oidc-auth", verb) + words.map(::shellWord) + options.map { (name, value) -> "$name ${shellWord(value)}" })
            .joinToString(" ")
}
