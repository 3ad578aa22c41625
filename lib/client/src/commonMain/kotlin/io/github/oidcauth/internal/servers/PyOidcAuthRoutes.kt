package io.github.oidcauth.internal.servers

/** The routes of py-oidc-auth, relative to the base URL of the application. */
internal class PyOidcAuthRoutes(
    val login: String = LOGIN,
    val token: String = TOKEN,
    val device: String = DEVICE,
) {
    companion object {
        const val LOGIN: String = "/auth/v2/login"
        const val TOKEN: String = "/auth/v2/token"
        const val DEVICE: String = "/auth/v2/device"
    }
}
