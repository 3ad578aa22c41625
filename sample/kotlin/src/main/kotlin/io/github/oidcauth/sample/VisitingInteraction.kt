package io.github.oidcauth.sample

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.sample.server.ScriptedVisitor
import kotlin.concurrent.thread

/** A user who does at once what they are asked to do, through the server's real pages. */
class VisitingInteraction(
    private val visitor: ScriptedVisitor = ScriptedVisitor(),
) : UserInteraction {
    override fun showDeviceCode(code: DeviceCode) {
        thread(name = "visitor") { visitor.approveDevice(code.verificationUri, code.userCode) }
    }

    override fun showBrowserLogin(login: BrowserLogin) {
        thread(name = "visitor") { visitor.signIn(login.url) }
    }
}
