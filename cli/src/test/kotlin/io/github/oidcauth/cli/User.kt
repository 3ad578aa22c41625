package io.github.oidcauth.cli

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.sample.server.ScriptedVisitor

/** Does in a browser what the command asks for, or refuses. */
internal class User(
    private val agrees: Boolean = true,
) : UserInteraction {
    override fun showDeviceCode(code: DeviceCode) {
        val visitor = ScriptedVisitor()
        if (agrees) visitor.approveDevice(code.uri, code.userCode) else visitor.denyDevice(code.uri, code.userCode)
    }

    override fun showBrowserLogin(login: BrowserLogin) {
        // The command responds to the callback only after this has returned.
        val visitor = ScriptedVisitor()
        Thread { if (agrees) visitor.signIn(login.url) else visitor.refuse(login.url) }.apply { isDaemon = true }.start()
    }
}
