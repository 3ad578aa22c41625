package io.github.oidcauth.internal.session

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.protocol.DeviceGrantSupport

/** Everything a flow needs, made from one configuration. */
internal class LoginSession(
    val keeper: TokenKeeper,
    val deviceLogin: DeviceLogin,
    val codeLogin: CodeLogin,
) {
    /** By device flow, or in the browser when the server has no device grant. */
    suspend fun login(
        autoOpen: Boolean,
        intake: TokenIntake = TokenIntake.NONE,
    ): Token {
        if (!deviceLogin.isOffered()) return codeLogin.run(autoOpen, intake)
        val code =
            try {
                deviceLogin.start()
            } catch (e: AuthException) {
                if (!DeviceGrantSupport.isMissing(e)) throw e
                return codeLogin.run(autoOpen, intake)
            }
        return deviceLogin.complete(code, autoOpen, intake)
    }
}
