package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.Token
import io.github.oidcauth.internal.login.CodeLogin
import io.github.oidcauth.internal.login.DeviceLogin
import io.github.oidcauth.internal.login.TokenSink

/** The parts behind `authenticate` and the flows for one configuration. [userLogin] is created when a user has to log in. */
internal class LoginSession(
    val acquirer: TokenAcquirer,
    userLogin: Lazy<UserLogin>,
) {
    private val userLogin by userLogin

    val deviceLogin: DeviceLogin get() = userLogin.deviceLogin

    val codeLogin: CodeLogin get() = userLogin.codeLogin

    /** @see UserLogin.run */
    suspend fun login(
        autoOpen: Boolean,
        sink: TokenSink = TokenSink.NONE,
    ): Token = userLogin.run(autoOpen, sink)
}
