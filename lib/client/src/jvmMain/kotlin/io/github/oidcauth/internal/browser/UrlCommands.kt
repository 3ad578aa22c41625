package io.github.oidcauth.internal.browser

/** The commands that may open a URL. */
internal fun interface UrlCommands {
    /** Returns each command, the best first, with [url] in its place. */
    fun forUrl(url: String): List<UrlCommand>
}
