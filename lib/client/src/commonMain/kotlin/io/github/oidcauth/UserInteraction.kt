package io.github.oidcauth

/**
 * The user interface of a login: shows a code or a URL, opens a browser, shows the remaining time, reads a pasted redirect
 * URL. It never prints a result.
 *
 * The library has three implementations: [TerminalInteraction], [NotebookInteraction] and [SilentInteraction]. All functions
 * except [warn] are called one at a time for one login, on a dispatcher that may block; logins that share an interaction may
 * call it at the same time. They must not throw, because a login that could not be shown is not shown again.
 */
public interface UserInteraction {
    /** Shows `code.uri` and `code.userCode` when a device login begins (RFC 8628 §3.3). */
    public fun showDeviceCode(code: DeviceCode)

    /** Shows the URL of [login] when a browser login begins. The callback listener is already bound. */
    public fun showBrowserLogin(login: BrowserLogin)

    /** Opens [url] in the user's browser. Returns false if that could not even be tried. */
    public fun openBrowser(url: String): Boolean = false

    /** Shows that the login is still waiting, for [remainingSeconds] at most; called about once a second. */
    public fun showProgress(remainingSeconds: Long) {}

    /**
     * Tells the user that no login is shown yet, because another process is asking for the same token. [message] names that
     * process and how long this one waits for it, in one or two sentences without secrets. Called once for each such process.
     * Default: a [warn].
     */
    public fun showWaiting(message: String): Unit = warn(message)

    /** Removes the output of [showProgress] when the login has ended, successfully or not. */
    public fun hideProgress() {}

    /**
     * Reports [message], a problem that loses nothing now but that the user should know: one or two sentences without
     * secrets.
     *
     * Called from any thread, at any time, also at the same time as the other functions and while the token file is locked.
     * So it must be thread-safe and quick, and must not use the token store or log in.
     */
    public fun warn(message: String) {}

    /**
     * Returns the line that the user has typed since the last call, or null if there is none. Returns at once; called several
     * times a second while a browser login waits. The line is expected to be the URL that the browser could not open.
     */
    public fun readPastedLine(): String? = null
}
