package io.github.oidcauth

/**
 * A login that waits for the user's browser (RFC 8252).
 *
 * An immutable value. [toString] omits the query of the URL, because it contains `state`, and with py-oidc-auth `state`
 * contains the PKCE verifier.
 */
public class BrowserLogin internal constructor(
    /** The URL that the user's browser opens. Show it to this user alone. */
    public val url: String,
    /** The URI that the browser comes back to: on the loopback interface of this machine, or the one of a [CodeReceiver]. */
    public val redirectUri: String,
    /**
     * The port of [redirectUri]: the port to forward when this machine is at the other end of an SSH connection. 0 if the
     * browser does not come back to a port of this machine.
     */
    public val port: Int,
    private val callbackCheck: (String) -> Boolean,
) {
    /** Makes a login for which no URL is a callback. */
    internal constructor(url: String, redirectUri: String, port: Int) : this(url, redirectUri, port, { false })

    /**
     * Returns true if [url] is the response to this login: [redirectUri] with a query that contains the `state` of this
     * login. Anybody can send other URLs. A response may still say that the user refused.
     */
    public fun isCallback(url: String): Boolean = callbackCheck(url)

    override fun toString(): String = "BrowserLogin(url=${url.substringBefore('?')}?██, redirectUri=$redirectUri)"
}
