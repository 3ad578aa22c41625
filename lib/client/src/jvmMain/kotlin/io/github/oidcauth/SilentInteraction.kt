package io.github.oidcauth

/**
 * Shows nothing, opens nothing, reads nothing: for programs that watch a login by other means, and for tests.
 *
 * Java reaches it as `SilentInteraction.INSTANCE`. It has no state and can be shared.
 */
public object SilentInteraction : UserInteraction {
    override fun showDeviceCode(code: DeviceCode) {}

    override fun showBrowserLogin(login: BrowserLogin) {}
}
