package io.github.oidcauth.internal.transport.okhttp

import okhttp3.Interceptor
import okhttp3.Protocol
import okhttp3.Response
import java.net.ProtocolException

/**
 * Sends nothing on a kept connection that the server has closed, or on which it has sent something without a request (RFC 9112
 * §9.3 to §9.5), and accepts no response that was there before its request (§6.3).
 *
 * HTTP/2 connections do not need this. OkHttp reads them all the time, and responses name their request.
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

    /**
     * Returns whether the connection can be used. A new one is always accepted, since it may have TLS session tickets to read.
     */
    private fun isUsable(socket: PollableSocket?): Boolean {
        val isNew = socket == null || !socket.isUsed
        socket?.isUsed = true
        return isNew || socket.isOpenAndIdle()
    }

    /** A socket that cannot be checked is not kept. */
    private fun usedOnce(chain: Interceptor.Chain) = chain.request().newBuilder().header("Connection", "close").build()
}
