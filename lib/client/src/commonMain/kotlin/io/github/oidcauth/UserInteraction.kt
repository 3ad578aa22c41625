package io.github.oidcauth

/**
 * How a login talks to the user: shows a code or a URL, opens a browser, tells how long is left, takes a pasted redirect
 * URL. It never prints a result.
 *
 * The library comes with three: [TerminalInteraction], [NotebookInteraction] and [SilentInteraction]. All functions but
 * [warn] are called one at a time for one login, on a dispatcher that may block; logins that share an interaction may call it
 * at the same time. They must not throw: a login that could not be shown is shown again by nobody.
 */
public interface UserInteraction {
    /** A device login began: show `code.uri` and `code.userCode` (RFC 8628 §3.3). */
    public fun showDeviceCode(code: DeviceCode)

    /** A browser login began: show its URL. The callback listener is already bound. */
    public fun showBrowserLogin(login: BrowserLogin)

    /** Opens [url] in the user's browser. Returns false when that could not even be tried. */
    public fun openBrowser(url: String): Boolean = false

    /** The login is still waiting; called about once a second. [remainingSeconds] is how long it will go on. */
    public fun showProgress(remainingSeconds: Long) {}

    /**
     * Tells the user that no login is shown yet, as another process asks for the same token: [message] says which one, and for how
     * long it is waited for. One sentence or two, without secrets. Called once for each process that is waited for. Default: a [warn].
     */
    public fun showWaiting(message: String): Unit = warn(message)

    /** The login ended, well or not: take away what [showProgress] painted. */
    public fun hideProgress() {}

    /**
     * Something happened that loses nothing now but that the user should know. One sentence or two, without secrets.
     *
     * Called from any thread, at any time, also beside the other functions and while the token file is locked. So it must be
     * thread-safe and quick, and must not use the token store or log in.
     */
    public fun warn(message: String) {}

    /**
     * The line the user has typed since the last call, or null when there is none. Returns at once; called several times a
     * second while a browser login waits. The line is expected to be the URL that the browser could not open.
     */
    public fun readPastedLine(): String? = null
}
