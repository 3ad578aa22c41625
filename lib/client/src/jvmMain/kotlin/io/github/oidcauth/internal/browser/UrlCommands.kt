package io.github.oidcauth.internal.browser

/** The source of the commands that may open a URL. */
internal fun interface UrlCommands {
    /** Returns the commands with [url], the best first. */
    fun forUrl(url: String): List<UrlCommand>
}
