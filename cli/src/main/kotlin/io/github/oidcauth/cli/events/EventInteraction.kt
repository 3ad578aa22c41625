// Tested by EventRunTest.
package io.github.oidcauth.cli.events

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.UserInteraction
import kotlinx.serialization.json.put
import java.util.concurrent.atomic.AtomicLong

/** Passes a login on as events, so that the program that runs this one can show it. Types nothing and reads nothing. */
internal class EventInteraction(
    private val events: EventStream,
    /** Opens a page in the browser, or null if none may be opened. */
    private val browser: BrowserOpener?,
) : UserInteraction {
    private val nextProgressAt = AtomicLong(Long.MAX_VALUE)

    override fun showDeviceCode(code: DeviceCode) {
        events.emit("device_code") {
            put("user_code", code.userCode)
            put("verification_uri", code.verificationUri)
            code.verificationUriComplete?.let { put("verification_uri_complete", it) }
            put("expires_at", code.expiresAt.toString())
            put("interval", code.intervalSeconds)
        }
    }

    override fun showBrowserLogin(login: BrowserLogin) {
        events.emit("browser_login") {
            put("url", login.url)
            put("redirect_uri", login.redirectUri)
            if (login.port != 0) put("port", login.port)
        }
    }

    override fun openBrowser(url: String): Boolean {
        val isOpened = browser?.open(url) ?: false
        if (isOpened) events.emit("browser_opened")
        return isOpened
    }

    override fun showProgress(remainingSeconds: Long) {
        val due = nextProgressAt.get()
        if (remainingSeconds > due || !nextProgressAt.compareAndSet(due, remainingSeconds - SECONDS_BETWEEN)) return
        events.emit("progress") { put("remaining_seconds", remainingSeconds) }
    }

    override fun hideProgress() = nextProgressAt.set(Long.MAX_VALUE)

    override fun showWaiting(message: String) = events.emit("waiting") { put("message", message) }

    override fun warn(message: String) = events.emit("warning") { put("message", message) }

    private companion object {
        const val SECONDS_BETWEEN = 10
    }
}
