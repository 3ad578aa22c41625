package io.github.oidcauth.internal.loopback

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.protocol.CallbackExpectation
import io.github.oidcauth.internal.protocol.printable

/**
 * Tells a user whose browser brings the response of another login, from an older tab or of another program, which login waits here.
 * Nothing of the request is repeated.
 */
internal class OtherLogins(
    private val redirect: LoopbackRedirect,
    pages: ClosingPages,
    expectation: CallbackExpectation,
) : CallbackServer.Strangers {
    private val otherLogin by lazy {
        HttpReply.notFound(
            pages.otherLogin(
                InvalidResponseException(
                    "This belongs to another login, or was here before. The login that waits is the one at " +
                        "${expectation.loginOrigin.printable(MAX_ORIGIN)}. Finish it in the tab that was opened last.",
                ),
            ),
        )
    }

    override fun reply(head: RequestHead): HttpReply {
        val isCallback = head.method == "GET" && head.target.startsWith(redirect.path.ifEmpty { "/" } + "?")
        return if (isCallback) otherLogin else HttpReply.NOT_FOUND
    }

    private companion object {
        const val MAX_ORIGIN = 200
    }
}
