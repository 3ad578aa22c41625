package io.github.oidcauth.internal.transport.okhttp

import okhttp3.Interceptor
import okhttp3.Protocol
import okhttp3.Response
import java.net.ProtocolException

/**
 * Sends nothing on a kept connection that the server has closed, or has sent something on which nobody asked for (RFC 9112 §9.3 to
 * §9.5), and takes no response that was there before its request (§6.3).
 *
 * Connections of HTTP/2 need no such care. OkHttp reads at all times what the server says there, and responses name their request.
 */
internal object StaleConnectionInterceptor : Interceptor {
    override fun intercept(chain: Interceptor.Chain): Response {
        val connection = chain.connection()
        if (connection == null || connection.protocol() == Protocol.HTTP_2) return chain.proceed(chain.request())
        val socket = PollableSocketFactory.of(connection)
        if (!isUsable(socket)) throw NoRetryInterceptor.ClosedBeforeSendingException()
        val readsBefore = socket?.reads
        val response = if (socket == null) chain.proceed(usedOnce(chain)) else chain.proceed(chain.request())
        if (socket != null && socket.reads == readsBefore) {
            response.close()
            throw ProtocolException("The server has sent a response that belongs to no request.")
        }
        return response
    }

    /** A new connection may have session tickets of TLS to read. */
    private fun isUsable(socket: PollableSocket?): Boolean {
        val isNew = socket == null || !socket.isUsed
        socket?.isUsed = true
        return isNew || socket.isOpenAndIdle()
    }

    /** A socket that cannot be asked is not kept. */
    private fun usedOnce(chain: Interceptor.Chain) = chain.request().newBuilder().header("Connection", "close").build()
}
