package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.credentials.TokenRecipients

/** The options of credential helpers: the token, and the servers that may receive it. */
internal class HelperOptions(
    sendsIdToken: Boolean = false,
) : OptionGroup("For the other program") {
    private val servers by option(
        "--for",
        metavar = "URL",
        help = "A server that may receive the token, such as https://git.example.com; may be repeated. No other server does.",
    ).convert { text ->
        try {
            TokenRecipients.parse(text)
        } catch (e: IllegalArgumentException) {
            fail(e.message.orEmpty())
        }
    }.multiple()

    /** True to send the ID token, false to send the access token. */
    val sendsIdToken by option(
        "--id-token",
        help = "Send the ID token, or the access token. Default: the ${if (sendsIdToken) "ID" else "access"} token.",
    ).flag("--access-token", default = sendsIdToken)

    /** The servers that the user has named, perhaps none. */
    val recipients: TokenRecipients get() = TokenRecipients(servers)

    /** True if the user has named a server. */
    val hasRecipients: Boolean get() = servers.isNotEmpty()

    /** Returns the servers that the user has named. @throws UsageError if there are none. */
    fun requiredRecipients(): TokenRecipients {
        if (!hasRecipients) throw UsageError("--for URL is missing: the server that may receive the token.")
        return recipients
    }
}
