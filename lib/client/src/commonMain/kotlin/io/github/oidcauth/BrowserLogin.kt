package io.github.oidcauth

/**
 * A login that waits for the user's browser (RFC 8252).
 *
 * An immutable value. [toString] leaves the query of the URL out: it holds `state`, which with this protocol holds the
 * PKCE verifier.
 */
public class BrowserLogin internal constructor(
    /** What the user's browser opens. Show it to the user and nobody else. */
    public val url: String,
    /** Where the browser comes back to: on the loopback interface of this machine, or where a [CodeReceiver] says. */
    public val redirectUri: String,
    /**
     * The port of [redirectUri]: what to forward when this machine is at the other end of an SSH connection. 0 when the browser
     * comes back to no port of this machine.
     */
    public val port: Int,
    private val callbackCheck: (String) -> Boolean,
) {
    /** A login that gets no response. */
    internal constructor(url: String, redirectUri: String, port: Int) : this(url, redirectUri, port, { false })

    /**
     * Whether [url] is the response to this login: [redirectUri], with a query that has the `state` of this login in it. Anybody can
     * send another one. It may still be the response that the user said no.
     */
    public fun isCallback(url: String): Boolean = callbackCheck(url)

    override fun toString(): String = "BrowserLogin(url=${url.substringBefore('?')}?██, redirectUri=$redirectUri)"
}
