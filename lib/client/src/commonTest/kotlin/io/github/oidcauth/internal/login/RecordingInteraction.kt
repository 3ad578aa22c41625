package io.github.oidcauth.internal.login

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.UserInteraction

/** Writes down what a user would have seen, and types what it is told to. */
internal class RecordingInteraction : UserInteraction {
    val shown = mutableListOf<String>()
    val warnings = mutableListOf<String>()
    val progress = mutableListOf<Long>()
    val toPaste = ArrayDeque<String>()
    var login: BrowserLogin? = null

    override fun showDeviceCode(code: DeviceCode) {
        shown += "code ${code.userCode} at ${code.uri}"
    }

    override fun showBrowserLogin(login: BrowserLogin) {
        this.login = login
        shown += "url ${login.url} on ${login.port}"
    }

    override fun openBrowser(url: String): Boolean {
        shown += "open $url"
        return true
    }

    override fun showProgress(remainingSeconds: Long) {
        progress += remainingSeconds
    }

    override fun hideProgress() {
        shown += "finished"
    }

    override fun warn(message: String) {
        warnings += message
    }

    override fun readPastedLine(): String? = toPaste.removeFirstOrNull()
}
