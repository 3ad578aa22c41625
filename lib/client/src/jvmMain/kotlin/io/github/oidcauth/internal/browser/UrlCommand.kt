package io.github.oidcauth.internal.browser

/** The [words] of a command that opens a page. */
internal class UrlCommand(
    val words: List<String>,
    /** True if the user or the program has named it, so that they are told when it cannot be started. */
    val isConfigured: Boolean,
)
