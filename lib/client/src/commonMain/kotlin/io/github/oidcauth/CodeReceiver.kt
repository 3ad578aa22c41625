package io.github.oidcauth

import kotlin.jvm.JvmSynthetic

/**
 * Receives the callback of a browser login in place of the loopback listener: for an embedded web view, or the handler of a
 * private-use URI scheme (RFC 8252 §7.1).
 *
 * The receiver shows the page. The [UserInteraction] of the login neither shows nor opens it, but shows the remaining time. The
 * URL that the receiver returns is validated like all input from outside, so any program may have sent it.
 *
 * Two configurations share a session if they have the same receiver, or equal ones. Logins at different servers may call it at
 * the same time. Java callers extend `io.github.oidcauth.java.JavaCodeReceiver`.
 */
public interface CodeReceiver {
    /**
     * The URI that the provider sends the browser to, exactly as it is registered there: `com.example.app:/callback`,
     * `https://app.example.com/callback`, or http on this machine. It has no query and no fragment, and at most 1024
     * characters. It is read once, when a [Config] is built.
     */
    public val redirectUri: String

    /**
     * Sends the user to the page `login.url` to log in, and returns the whole URL that the browser was sent to, for which
     * [BrowserLogin.isCallback] is true. If the response came in the body of a POST (`response_mode=form_post`), returns the
     * redirect URI, a `?` and that body. Returns null if the user gave up, for example by closing the window.
     *
     * It is cancelled when the login is cancelled, and when the time for the login is over. Any other URL ends the login with
     * an [InvalidResponseException], so ignore URLs that other programs send, and keep waiting. Null ends the login with a
     * [CallbackUnavailableException], as does every exception that is not an [AuthException].
     */
    @JvmSynthetic
    public suspend fun receive(login: BrowserLogin): String?
}
