package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.internal.addresses.IpLiteral
import okhttp3.Call
import okhttp3.Dns
import okhttp3.Interceptor
import okhttp3.Response
import java.io.IOException
import java.net.InetAddress
import java.util.concurrent.ExecutionException
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException

/**
 * Looks up host names for at most the duration of the call. The JDK's look-up cannot be cancelled, and takes half a minute in a
 * network without name servers, so it runs on a thread of its own. A request without a new connection needs no look-up.
 */
internal class CancellableDns(
    private val system: Dns = Dns.SYSTEM,
) : Dns {
    /**
     * Returns the addresses of [hostname].
     *
     * @throws IOException when the call was cancelled, or the name is not known.
     */
    override fun lookup(hostname: String): List<InetAddress> {
        val call = calls.get()
        if (call == null || IpLiteral.parse(hostname) != null) return system.lookup(hostname)
        val lookup = FutureTask { system.lookup(hostname) }
        RequestThreads.run(lookup)
        while (true) {
            try {
                return lookup.get(CHECK_MS, TimeUnit.MILLISECONDS)
            } catch (_: TimeoutException) {
                if (call.isCanceled()) throw IOException("Canceled")
            } catch (e: ExecutionException) {
                throw e.cause ?: e
            }
        }
    }

    /** Stores the call of the current thread, because a look-up does not get its call. */
    companion object CurrentCall : Interceptor {
        private const val CHECK_MS = 50L
        private val calls = ThreadLocal<Call>()

        override fun intercept(chain: Interceptor.Chain): Response {
            calls.set(chain.call())
            try {
                return chain.proceed(chain.request())
            } finally {
                calls.remove()
            }
        }
    }
}
