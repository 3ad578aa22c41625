package io.github.oidcauth

/**
 * The kind of login that a user is asked for.
 *
 * A device login (RFC 8628) can be finished on any device, so that an attacker can start one and talk a user into finishing
 * it. BCP 247 (RFC 10027) says that such flows should not be used where the user sits at the machine that starts the login:
 * there the authorization code flow with PKCE is better, which is [BROWSER] here, or [BROWSER_FIRST].
 */
public enum class LoginFlow {
    /**
     * A device login, or the browser if the server has no device login or refuses it to this client. The Python client does
     * the same.
     */
    AUTO,

    /** A device login, and never the browser of this machine. If the server offers no device login, the login fails. */
    DEVICE,

    /**
     * The authorization code flow with PKCE, and never a device login. If no browser can be opened, the URL is shown, to be
     * opened elsewhere.
     */
    BROWSER,

    /**
     * As [BROWSER] if this machine can open a browser, or the program provides the callback or the browser itself; else as
     * [AUTO], for example over SSH without a display.
     */
    BROWSER_FIRST,
}
