// Tested by ServerProbeTest.
package io.github.oidcauth.cli.doctor

import io.github.oidcauth.AuthException
import io.github.oidcauth.TransportException
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.TransportFaults
import io.github.oidcauth.internal.transport.okhttp.HttpConnections
import io.github.oidcauth.internal.transport.okhttp.ProxyRouting
import io.github.oidcauth.internal.transport.proxy.ProxyFaultException
import io.github.oidcauth.internal.transport.tls.Tls
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext
import okhttp3.Call
import okhttp3.EventListener
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response
import java.io.IOException
import java.io.InterruptedIOException
import kotlin.coroutines.resume
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/**
 * Sends requests without credentials, as the library would send its own: with its proxies, trust and connections. Each is a `GET`
 * that changes nothing.
 */
internal class ServerProbe(
    variables: (String) -> String?,
    caFile: String?,
    private val time: TimeSource = TimeSource.Monotonic,
    private val timeout: Duration = TIMEOUT,
) {
    private val environment = Environment { variables(it) }
    private val client: OkHttpClient =
        HttpConnections.configured(Tls(environment, caFile)) { ProxyRouting.of(environment).applyTo(this) }

    /** A response, as far as checks need it. */
    class Reply(
        val status: Int,
        val date: String?,
        val age: Long?,
        /** At most the first [MAX_BODY] bytes. */
        val body: String,
        val protocol: String,
    )

    /** The steps of a request, and its response or failure. */
    class Result(
        val steps: ConnectionSteps,
        val reply: Reply?,
        val failure: AuthException?,
    )

    /** Sends a request to [url]. */
    suspend fun get(url: String): Result {
        val steps = ConnectionSteps(time)
        val factory = EventListener.Factory { steps.listener(client.eventListenerFactory.create(it)) }
        val call =
            client
                .newBuilder()
                .eventListenerFactory(factory)
                .callTimeout(timeout.inWholeMilliseconds, java.util.concurrent.TimeUnit.MILLISECONDS)
                .build()
                .newCall(Request.Builder().url(url).header("Accept", "application/json").build())
        return try {
            val reply = withContext(Dispatchers.IO) { execute(call) }.getOrThrow()
            steps.end()
            Result(steps, reply, null)
        } catch (e: IOException) {
            Result(steps, null, failureOf(e, url))
        } catch (e: AuthException) {
            // An unusable setting: a proxy in a variable, a file of authorities.
            Result(steps, null, e)
        }
    }

    private suspend fun execute(call: Call): kotlin.Result<Reply> =
        suspendCancellableCoroutine { continuation ->
            continuation.invokeOnCancellation { call.cancel() }
            val result =
                try {
                    kotlin.Result.success(call.execute().use(::replyOf))
                } catch (e: IOException) {
                    kotlin.Result.failure(e)
                } catch (e: AuthException) {
                    kotlin.Result.failure(e)
                }
            continuation.resume(result)
        }

    private fun replyOf(response: Response): Reply =
        Reply(
            response.code,
            response.header("Date"),
            response.header("Age")?.toLongOrNull()?.takeIf { it >= 0 },
            response.peekBody(MAX_BODY).string(),
            response.protocol.toString(),
        )

    private suspend fun failureOf(
        failure: IOException,
        url: String,
    ): AuthException {
        ProxyFaultException.find(failure)?.let { return it.failure }
        if (failure is InterruptedIOException && failure.message == "timeout") return TransportFaults.timeout(url, timeout)
        val translated = TransportFaults(JvmFaultFinder).translate(failure, url)
        return translated as? AuthException
            ?: TransportException(TransportException.Fault.CONNECTION_LOST, "The request to $url failed.", failure)
    }

    private companion object {
        val TIMEOUT = 15.seconds
        const val MAX_BODY = 1_048_576L
    }
}
