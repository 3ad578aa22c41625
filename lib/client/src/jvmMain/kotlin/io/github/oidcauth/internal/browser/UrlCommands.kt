package io.github.oidcauth.internal.browser

/** Which commands may open a URL. */
internal fun interface UrlCommands {
    /** The words of each command, the best first, with [url] in its place. */
    fun forUrl(url: String): List<List<String>>
}
