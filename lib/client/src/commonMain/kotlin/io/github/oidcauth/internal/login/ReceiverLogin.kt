package io.github.oidcauth.internal.login

import io.github.oidcauth.AuthException
import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.CallbackUnavailableException
import io.github.oidcauth.CodeReceiver
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.callback.CallbackResult
import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.servers.LoginServer
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration

/** A login that a [CodeReceiver] shows and brings back. Whatever it brings is a stranger's until it has been validated. */
internal class ReceiverLogin(
    private val server: LoginServer,
    private val receiver: CodeReceiver,
    /** What the receiver has said before, and may not change. */
    private val redirectUri: String,
    private val interaction: InteractionChannel,
    timeout: Duration?,
) : CodeLogin {
    private val timeout = timeout ?: CodeLogin.DEFAULT_TIMEOUT

    override suspend fun run(
        autoOpen: Boolean,
        sink: TokenSink,
    ): Token {
        val request = server.startBrowserLogin(redirectUri)
        val validator = CallbackValidator(request)
        val login = BrowserLogin(request.url, redirectUri, portOf(redirectUri)) {
            validator.validateReturned(it) != CallbackResult.Unrelated
        }
        val returned = interaction.withProgress(timeout) { withTimeoutOrNull(timeout) { ReceivedUrl(receiveUrl(login)) } }
            ?: throw CodeLogin.timedOut(timeout, redirectUri)
        val url = returned.url ?: throw CallbackUnavailableException("The login page was closed before the login was done.")
        return when (val result = validator.validateReturned(url)) {
            is CallbackResult.Accepted -> sink.keep(server.redeem(result.callback))
            is CallbackResult.Failed -> throw result.cause
            is CallbackResult.Unrelated -> throw notTheResponse()
        }
    }

    /** What is thrown in another's code may be anything, and may say anything: its words go nowhere. */
    private suspend fun receiveUrl(login: BrowserLogin): String? =
        try {
            receiver.receive(login)
        } catch (e: AuthException) {
            throw e
        } catch (e: CancellationException) {
            currentCoroutineContext().ensureActive()
            // Something of the receiver's own was cancelled, or took too long.
            throw unavailable(e)
        } catch (e: Exception) {
            currentCoroutineContext().ensureActive()
            throw unavailable(e)
        }

    private fun unavailable(cause: Exception) =
        CallbackUnavailableException(
            "The code receiver of this program failed (${cause::class.simpleName}), so that the login page cannot come back. " +
                "Log in again.",
            cause,
        )

    private fun notTheResponse() =
        InvalidResponseException(
            "What the code receiver of this program brought is not the response to this login. Log in again.",
        )

    /** A URL, or that there is none. */
    private class ReceivedUrl(
        val url: String?,
    )

    private companion object {
        val LOOPBACK_PORT = Regex("^http://[^/]*:([0-9]{1,5})(/|$)")

        fun portOf(redirectUri: String): Int = LOOPBACK_PORT.find(redirectUri)?.groupValues?.get(1)?.toInt() ?: 0
    }
}
