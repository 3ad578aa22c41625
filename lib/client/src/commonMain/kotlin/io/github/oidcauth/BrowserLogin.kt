package io.github.oidcauth

/**
 * A login that waits for the person's browser (RFC 8252).
 *
 * An immutable value. [toString] leaves the query of the URL out: it holds `state`, which with this protocol holds the
 * PKCE verifier.
 */
public class BrowserLogin internal constructor(
    /** What the person's browser opens. Show it to the person and nobody else. */
    public val url: String,
    /** Where the browser comes back to, on the loopback interface of this machine. */
    public val redirectUri: String,
    /** The port of [redirectUri]: what to forward when this machine is at the other end of an SSH connection. */
    public val port: Int,
) {
    override fun toString(): String = "BrowserLogin(url=${url.substringBefore('?')}?██, redirectUri=$redirectUri)"
}
