package io.github.oidcauth

/**
 * Shows nothing, opens nothing and reads nothing: for programs that observe a login in other ways, and for tests.
 *
 * Java reaches it as `SilentInteraction.INSTANCE`. It has no state and can be shared.
 */
public object SilentInteraction : UserInteraction {
    override fun showDeviceCode(code: DeviceCode) {}

    override fun showBrowserLogin(login: BrowserLogin) {}
}
