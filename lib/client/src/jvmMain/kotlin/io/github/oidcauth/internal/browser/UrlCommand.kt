package io.github.oidcauth.internal.browser

/** The [words] of a command that opens a page. */
internal class UrlCommand(
    val words: List<String>,
    /** True if the user or the program has configured it, so that a failure to start it is reported. */
    val isConfigured: Boolean,
)
