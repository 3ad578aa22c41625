// Tested by ScriptedLoginServerTest.
package io.github.oidcauth.testing

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.CodeReceiver
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.testing.internal.server.Decision
import io.github.oidcauth.testing.internal.server.ScriptedBrowser
import io.github.oidcauth.testing.internal.server.UserDecisions
import kotlinx.coroutines.awaitCancellation
import java.util.concurrent.CopyOnWriteArrayList

/**
 * The user of a [ScriptedLoginServer] and its program: sees what the program shows, has a browser, and agrees to each login
 * unless scripted otherwise. A `Config` takes it as `interaction`, its [browser] as `browser`, and its [codeReceiver] as
 * `codeReceiver`.
 *
 * Thread-safe. A scripted behaviour applies to every login from then on, also to one that is waiting.
 */
public class ScriptedUser internal constructor() : UserInteraction {
    private val codes = CopyOnWriteArrayList<DeviceCode>()
    private val logins = CopyOnWriteArrayList<BrowserLogin>()
    private val recordedWarnings = CopyOnWriteArrayList<String>()

    @Volatile
    private var decision = Decision.APPROVED

    @Volatile
    private var pendingPolls = 0

    @Volatile
    private lateinit var attachedBrowser: ScriptedBrowser

    internal val decisions: UserDecisions =
        object : UserDecisions {
            override fun onPoll(polls: Int): Decision = if (polls < pendingPolls) Decision.PENDING else decision

            override fun onPage(): Decision = decision
        }

    /** The codes that the program has shown, in order. */
    public val shownCodes: List<DeviceCode> get() = codes.toList()

    /** The browser logins that the program has shown, in order. */
    public val shownLogins: List<BrowserLogin> get() = logins.toList()

    /** The warnings that the program has shown, in order. */
    public val warnings: List<String> get() = recordedWarnings.toList()

    /**
     * The browser of this user: it follows the response of the login page and its redirects, on its own thread. For a program
     * that has its own interaction.
     */
    public val browser: BrowserOpener = BrowserOpener(::openBrowser)

    /** Delivers the responses of login pages to the program without a port of this machine. */
    public val codeReceiver: CodeReceiver =
        object : CodeReceiver {
            override val redirectUri: String = "http://127.0.0.1/callback"

            @JvmSynthetic
            override suspend fun receive(login: BrowserLogin): String {
                logins += login
                return attachedBrowser.responseOf(login.url) ?: awaitCancellation()
            }
        }

    /** Makes the user agree to each login, at once. */
    public fun approves(): Unit = approvesAfter(polls = 0)

    /** Makes the user agree to a login on another device after [polls] polls, and to a browser login at once. */
    public fun approvesAfter(polls: Int) {
        pendingPolls = polls
        decision = Decision.APPROVED
    }

    /** Makes the user refuse each login, at once. */
    public fun denies() {
        pendingPolls = 0
        decision = Decision.DENIED
    }

    /** Makes the user never respond. */
    public fun neverResponds() {
        pendingPolls = 0
        decision = Decision.PENDING
    }

    override fun showDeviceCode(code: DeviceCode) {
        codes += code
    }

    override fun showBrowserLogin(login: BrowserLogin) {
        logins += login
    }

    override fun openBrowser(url: String): Boolean {
        attachedBrowser.open(url)
        return true
    }

    override fun warn(message: String) {
        recordedWarnings += message
    }

    override fun toString(): String = "ScriptedUser"

    internal fun useBrowser(browser: ScriptedBrowser) {
        attachedBrowser = browser
    }
}
