package io.github.oidcauth.internal.loopback

import java.nio.ByteBuffer

/**
 * A complete response of the listener. Every response closes its connection, and none may be stored, framed, sniffed or scripted.
 */
internal class LoopbackResponse private constructor(
    private val head: String,
    private val body: ByteArray,
) {
    /** Returns the bytes to send, without the body for a HEAD request (RFC 9110 §9.3.2). */
    fun bytes(isHeadRequest: Boolean = false): ByteBuffer =
        ByteBuffer.wrap(head.toByteArray(Charsets.US_ASCII) + if (isHeadRequest) ByteArray(0) else body)

    companion object {
        val NOT_FOUND = text("404 Not Found", "There is nothing here.\n")
        val BAD_REQUEST = text("400 Bad Request", "This request is not valid.\n")

        fun of(page: LoginResultPage): LoopbackResponse {
            val status = if (page.ok) "200 OK" else "400 Bad Request"
            return reply(status, "text/html; charset=utf-8", page.contentSecurityPolicy, page.html)
        }

        /**
         * Returns the response to a request that does not belong to the waiting login, with [page] for the user who sent it by
         * mistake.
         */
        fun notFound(page: LoginResultPage): LoopbackResponse =
            reply("404 Not Found", "text/html; charset=utf-8", page.contentSecurityPolicy, page.html)

        private fun text(
            status: String,
            text: String,
        ) = reply(status, "text/plain; charset=utf-8", "default-src 'none'; frame-ancestors 'none'", text)

        private fun reply(
            status: String,
            type: String,
            policy: String,
            text: String,
        ): LoopbackResponse {
            val body = text.toByteArray()
            val head =
                listOf(
                    "HTTP/1.1 $status",
                    "Content-Type: $type",
                    "Content-Length: ${body.size}",
                    "Content-Security-Policy: $policy",
                    "Cache-Control: no-store",
                    "Referrer-Policy: no-referrer",
                    "X-Content-Type-Options: nosniff",
                    "Connection: close",
                )
            return LoopbackResponse(head.joinToString("\r\n", postfix = "\r\n\r\n"), body)
        }
    }
}
