package io.github.oidcauth.cli

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.UserInteraction

/** Remembers the login that the user was shown. */
internal class ShownLogin(
    private val interaction: UserInteraction,
) : UserInteraction by interaction {
    /** The name of the last login that began, or null if there was none. */
    @Volatile
    var shown: String? = null
        private set

    override fun showDeviceCode(code: DeviceCode) {
        shown = "device login"
        interaction.showDeviceCode(code)
    }

    override fun showBrowserLogin(login: BrowserLogin) {
        shown = "browser login"
        interaction.showBrowserLogin(login)
    }
}
