package io.github.oidcauth.cli.api

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey

/** The application whose token `api` sends if the user names none. Pure. */
internal object ApiHost {
    private val NO_TOKEN = Token("none")
    private const val NO_HOST =
        "Name the application or issuer whose token is sent, with --host HOST, or write a whole URL. `oidc-auth list` " +
            "shows them."

    /**
     * Returns the application among [keys] that the URL of [target] belongs to, else the origin of the URL; for a path the only
     * application.
     *
     * @throws UsageError for a path if there is none, or several.
     */
    fun of(
        keys: Set<TokenKey>,
        target: ApiTarget,
    ): String {
        // The tokens of issuers have a client in their keys, and are for APIs elsewhere.
        val applications =
            keys.map { StoredToken(it, NO_TOKEN) }
                .filter { it.issuer == null }
                .map { if (it.account == null) it.key.value else it.key.value.substringBefore('#') }
                .filter { '#' !in it }
                .distinct()
        val url = target.url
        if (url != null) return applications.filter { isBelow(url, it) }.maxByOrNull { it.length } ?: ApiTarget.originOf(url)
        return applications.singleOrNull() ?: throw UsageError(NO_HOST)
    }

    private fun isBelow(
        url: String,
        application: String,
    ): Boolean = url == application || listOf('/', '?').any { url.startsWith("$application$it") }
}
