package io.github.oidcauth.internal.loopback

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.text.printable

/**
 * Shows which login is waiting, to a user whose browser sends the response of another login, from an older tab or another
 * program. The page contains nothing of the request.
 */
internal class OtherLoginHandler(
    private val redirect: LoopbackRedirect,
    pages: LoginResultPages,
    validator: CallbackValidator,
) : CallbackServer.FallbackHandler {
    private val otherLogin by lazy {
        LoopbackResponse.notFound(
            pages.otherLogin(
                InvalidResponseException(
                    "This response belongs to another login, or was received before. The waiting login is the one at " +
                        "${validator.loginOrigin.printable(MAX_ORIGIN)}. Finish it in the tab that was opened last.",
                ),
            ),
        )
    }

    override fun reply(head: RequestHead): LoopbackResponse {
        val isCallback = head.method == "GET" && head.target.startsWith(redirect.path.ifEmpty { "/" } + "?")
        return if (isCallback) otherLogin else LoopbackResponse.NOT_FOUND
    }

    private companion object {
        const val MAX_ORIGIN = 200
    }
}
