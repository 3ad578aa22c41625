package io.github.oidcauth.cli.api

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.TokenKey

/** The application whose token `api` sends if the user names none. Pure. */
internal object ApiHost {
    /**
     * Returns the application among [keys] that the URL of [target] belongs to, or for a path the only application.
     *
     * @throws UsageError if there is none, or for a path several.
     */
    fun of(
        keys: Set<TokenKey>,
        target: ApiTarget,
    ): String {
        // The tokens of issuers have a client in their keys, and are for APIs elsewhere.
        val applications = keys.map { it.value }.filter { '#' !in it }
        val url = target.url
        val found =
            if (url == null) {
                applications.singleOrNull()
            } else {
                applications.filter { isBelow(url, it) }.maxByOrNull { it.length }
            }
        return found ?: throw UsageError("Name the application or issuer whose token is sent, with --host HOST.")
    }

    private fun isBelow(
        url: String,
        application: String,
    ): Boolean = url == application || listOf('/', '?').any { url.startsWith("$application$it") }
}
