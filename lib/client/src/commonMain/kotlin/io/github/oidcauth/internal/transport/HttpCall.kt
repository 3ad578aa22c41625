package io.github.oidcauth.internal.transport

import io.ktor.client.request.forms.FormDataContent
import io.ktor.client.utils.EmptyContent
import io.ktor.http.ContentType
import io.ktor.http.Parameters
import io.ktor.http.content.ByteArrayContent
import io.ktor.http.content.OutgoingContent

/** A request that [Transport] sends once, even if it fails. */
internal class HttpCall(
    /** The method: `GET`, `POST`, `PUT`, `DELETE` … (RFC 9110 §9). */
    val method: String,
    val url: String,
    /** The headers in order; a name may occur several times. They may contain secrets. */
    val headers: List<Pair<String, String>> = emptyList(),
    val body: Body = Body.None,
) {
    override fun toString(): String = "HttpCall($method)"

    sealed interface Body {
        data object None : Body

        /** A form (`application/x-www-form-urlencoded`). A name may occur several times, like `resource` (RFC 8707 §2). */
        class Form(
            val parameters: List<Pair<String, String>>,
        ) : Body

        /** Octets, sent unchanged. */
        class Octets(
            val mediaType: String,
            val octets: ByteArray,
        ) : Body

        /** Text, sent as UTF-8. */
        class Text(
            val mediaType: String,
            val text: String,
        ) : Body

        /** Content that is written while it is sent, such as a file. [content] returns it for each sending. */
        class Stream(
            val content: () -> OutgoingContent,
        ) : Body

        /** Returns this body as Ktor sends it. */
        fun toContent(): OutgoingContent =
            when (this) {
                is None -> EmptyContent
                is Form -> FormDataContent(Parameters.build { parameters.forEach { (name, value) -> append(name, value) } })
                is Octets -> ByteArrayContent(octets, ContentType.parse(mediaType))
                is Text -> ByteArrayContent(text.encodeToByteArray(), ContentType.parse(mediaType))
                is Stream -> content()
            }
    }
}
