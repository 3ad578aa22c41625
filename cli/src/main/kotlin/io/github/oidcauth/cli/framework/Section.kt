package io.github.oidcauth.cli.framework

/** A heading of the list of commands. */
internal enum class Section(
    val title: String,
) {
    LOGIN("Log in, and use the token"),
    TOKENS("Stored tokens"),
    SERVER("Requests to the server"),
    HELPERS("For other programs"),
    SETUP("Setup"),
}
