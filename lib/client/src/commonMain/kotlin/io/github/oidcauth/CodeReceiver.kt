package io.github.oidcauth

/**
 * Brings a browser login back to this program in a way of its own, in place of the loopback listener: an embedded web view, or
 * the handler of a private-use URI scheme (RFC 8252 §7.1).
 *
 * The receiver is in charge of the page: the login's [UserInteraction] neither shows nor opens it, though it is told how long
 * is left. What the receiver returns is validated like everything that arrives from outside, so it may come from anybody.
 *
 * Two configurations share a session when they have the same receiver, or an equal one. Logins for different servers may call it
 * at the same time. Java callers extend `io.github.oidcauth.java.JavaCodeReceiver`.
 */
public interface CodeReceiver {
    /**
     * Where the provider sends the browser, letter by letter as it is registered there: `com.example.app:/callback`,
     * `https://app.example.com/callback`, or http on this machine. Without query and fragment, at most 1024 characters. Read
     * once, when a [Config] is built.
     */
    public val redirectUri: String

    /**
     * Lets the user log in at the page `login.url` and returns the whole URL that the browser was sent to, for which
     * [BrowserLogin.isCallback] is true. When the response came in the body of a POST (`response_mode=form_post`), the URL is the
     * redirect URI, a `?` and that body. Null when the user gave up, by closing the window for example.
     *
     * Cancelled when the login is, and when the time for it is over. Returning another URL ends the login with an
     * [InvalidResponseException], so wait on when somebody else sends one. Null ends it with a [CallbackUnavailableException], and
     * so does whatever is thrown that is no [AuthException].
     */
    public suspend fun receive(login: BrowserLogin): String?
}
