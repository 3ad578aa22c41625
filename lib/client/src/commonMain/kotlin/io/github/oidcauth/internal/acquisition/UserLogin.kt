// Tested by LoginSessionTest.
package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.Token
import io.github.oidcauth.internal.interaction.Warnings
import io.github.oidcauth.internal.login.CodeLogin
import io.github.oidcauth.internal.login.DeviceLogin
import io.github.oidcauth.internal.login.RefusedDeviceLogin
import io.github.oidcauth.internal.login.TokenSink
import io.github.oidcauth.internal.responses.DeviceGrantSupport
import io.github.oidcauth.internal.responses.DeviceGrantSupport.Reason

/** Makes the user log in, with a device code or in the browser, as [flow] of the configuration specifies. */
internal class UserLogin(
    val deviceLogin: DeviceLogin,
    val codeLogin: CodeLogin,
    private val flow: LoginFlow = LoginFlow.AUTO,
    /** Returns true if a login page can be opened in a browser here. */
    private val hasBrowser: () -> Boolean = { true },
    warn: suspend (String) -> Unit = {},
) {
    private val warnings = Warnings(warn)

    /**
     * Logs the user in, and returns the token. With [autoOpen], the login page is opened. The token is passed to [sink] as soon
     * as it is received.
     */
    suspend fun run(
        autoOpen: Boolean,
        sink: TokenSink = TokenSink.NONE,
    ): Token =
        when (flow) {
            LoginFlow.AUTO -> deviceFirst(autoOpen, sink)
            LoginFlow.DEVICE -> deviceOnly(autoOpen, sink)
            LoginFlow.BROWSER -> codeLogin.run(autoOpen, sink)
            LoginFlow.BROWSER_FIRST -> if (hasBrowser()) codeLogin.run(autoOpen, sink) else deviceFirst(autoOpen, sink)
        }

    private suspend fun deviceOnly(
        autoOpen: Boolean,
        sink: TokenSink,
    ): Token {
        if (!deviceLogin.isOffered()) {
            throw InvalidConfigException(
                "The server has no device login, and no other is allowed here. Let the flow be auto or browser.",
            )
        }
        return deviceLogin.run(autoOpen, sink)
    }

    private suspend fun deviceFirst(
        autoOpen: Boolean,
        sink: TokenSink,
    ): Token {
        if (!deviceLogin.isOffered()) return codeLogin.run(autoOpen, sink)
        val code =
            try {
                deviceLogin.start()
            } catch (e: AuthException) {
                return when (DeviceGrantSupport.reasonOf(e)) {
                    Reason.MISSING -> codeLogin.run(autoOpen, sink)
                    Reason.REFUSED -> inBrowserInstead(e, autoOpen, sink)
                    Reason.OTHER -> throw e
                }
            }
        return deviceLogin.complete(code, autoOpen, sink)
    }

    /**
     * Logs in with the browser instead. The [refusal] is shown before and after: a wrong client id is wrong in the browser,
     * too, and the server then never redirects back.
     */
    private suspend fun inBrowserInstead(
        refusal: AuthException,
        autoOpen: Boolean,
        sink: TokenSink,
    ): Token {
        RefusedDeviceLogin.notice(refusal)?.let { warnings.tell(it) }
        return try {
            codeLogin.run(autoOpen, sink)
        } catch (e: AuthException) {
            throw RefusedDeviceLogin.explain(e, refusal)
        }
    }
}
