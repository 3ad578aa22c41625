package io.github.oidcauth

/**
 * The kind of login that a user is asked for.
 *
 * A device login (RFC 8628) can be finished on any device, so that an attacker can start one and talk a user into finishing it. BCP 247
 * (RFC 10027) says that such flows should not be used where the user sits at the machine that starts the login: there the
 * authorization code flow with PKCE is better, which is [BROWSER] here, or [BROWSER_FIRST].
 */
public enum class LoginFlow {
    /**
     * By a device login, or in the browser when the server has no device login, or refuses it for this client: as the Python client
     * does.
     */
    AUTO,

    /** By a device login, and never in the browser of this machine. A server without device logins is an error. */
    DEVICE,

    /**
     * By the authorization code flow with PKCE, and never by a device login. Where no browser can be opened the page is shown, to be
     * opened elsewhere.
     */
    BROWSER,

    /**
     * As [BROWSER] where this machine can open a browser, or the program brings the callback or the browser itself; else as [AUTO], such
     * as over SSH without a display.
     */
    BROWSER_FIRST,
}
