package io.github.oidcauth.internal.login

import io.github.oidcauth.AuthException
import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.CallbackUnavailableException
import io.github.oidcauth.CodeReceiver
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.callback.CallbackResult
import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.servers.LoginServer
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration

/** A login that a [CodeReceiver] of the program shows. The URL that it returns is untrusted until it has been validated. */
internal class ReceiverLogin(
    private val server: LoginServer,
    private val receiver: CodeReceiver,
    /** The redirect URI of the receiver, which must not change. */
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

    /** Calls the receiver. The message of an exception in its code may contain anything, so it is not shown. */
    private suspend fun receiveUrl(login: BrowserLogin): String? =
        try {
            receiver.receive(login)
        } catch (e: AuthException) {
            throw e
        } catch (e: CancellationException) {
            currentCoroutineContext().ensureActive()
            // The receiver cancelled something of its own, or used a timeout.
            throw unavailable(e)
        } catch (e: Exception) {
            currentCoroutineContext().ensureActive()
            throw unavailable(e)
        }

    private fun unavailable(cause: Exception) =
        CallbackUnavailableException(
            "The code receiver of this program failed (${cause::class.simpleName}), so the login cannot be completed. " +
                "Log in again.",
            cause,
        )

    private fun notTheResponse() =
        InvalidResponseException(
            "The URL from the code receiver of this program is not the response to this login. Log in again.",
        )

    /** The result of the receiver: a URL, or null. */
    private class ReceivedUrl(
        val url: String?,
    )

    private companion object {
        /** Returns the port of this machine in [redirectUri], or 0 if it names none. */
        fun portOf(redirectUri: String): Int = UrlParts.of(redirectUri).takeIf { it.scheme == "http" }?.port ?: 0
    }
}
