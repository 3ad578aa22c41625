package io.github.oidcauth.http

import com.sun.net.httpserver.HttpExchange
import java.net.URI

/** A request as [ResourceServer] received it. */
class ResourceRequest(
    /** The origin by which the client calls the server: of its header `Host`. */
    val origin: String,
    val method: String,
    /** With the query. */
    val path: String,
    /** Names in lower case. */
    val headers: Map<String, List<String>>,
    val body: ByteArray,
    /** 1 for the first request to its path. */
    val number: Int,
    /** The port of the connection at the client. */
    val connection: Int,
    val nanoTime: Long,
) {
    /** The only value of the header [name], or null. */
    fun header(name: String): String? = headers[name.lowercase()]?.singleOrNull()

    val authorization: String? get() = header("authorization")

    /** The access token, without its scheme. */
    val token: String? get() = authorization?.substringAfter(' ')

    val proof: PresentedProof? get() = header("dpop")?.let(PresentedProof::of)

    override fun toString(): String = "$method $origin$path (number $number)"

    companion object {
        fun of(
            exchange: HttpExchange,
            number: Int,
        ): ResourceRequest {
            val uri: URI = exchange.requestURI
            return ResourceRequest(
                origin = "http://${exchange.requestHeaders.getFirst("Host").orEmpty().lowercase()}",
                method = exchange.requestMethod,
                path = uri.rawPath.orEmpty() + uri.rawQuery?.let { "?$it" }.orEmpty(),
                headers = exchange.requestHeaders.entries.associate { it.key.lowercase() to it.value.toList() },
                body = exchange.requestBody.readAllBytes(),
                number = number,
                connection = exchange.remoteAddress.port,
                nanoTime = System.nanoTime(),
            )
        }
    }
}

/** A response of [ResourceServer]. */
class ResourceReply(
    val statusCode: Int,
    val headers: List<Pair<String, String>> = emptyList(),
    val body: ByteArray = ByteArray(0),
    /** Called after [body] is sent, and before the response ends. */
    val beforeEnd: () -> Unit = {},
) {
    constructor(
        statusCode: Int,
        vararg headers: Pair<String, String>,
    ) : this(statusCode, headers.toList(), "status $statusCode".encodeToByteArray())

    companion object {
        fun ok(text: String = "hello"): ResourceReply = ResourceReply(200, body = text.encodeToByteArray())

        /** A 401 with [challenge], or without one. */
        fun unauthorized(
            challenge: String?,
            vararg headers: Pair<String, String>,
        ): ResourceReply = ResourceReply(401, *headers, *listOfNotNull(challenge).map { "WWW-Authenticate" to it }.toTypedArray())

        /** A 403 with [challenge]. */
        fun forbidden(challenge: String): ResourceReply = ResourceReply(403, "WWW-Authenticate" to challenge)

        fun redirect(target: String): ResourceReply = ResourceReply(302, "Location" to target)
    }
}
