// Tested by CompressedResponseTest.
package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidResponseException

/**
 * Decodes the content codings of a response (RFC 9110 §8.4). Requests accept none, but servers, caches and gateways sometimes
 * apply one nevertheless.
 */
internal class ContentDecoder(
    private val codings: ContentCodings,
) {
    /**
     * Returns [content] without the codings that the values of `Content-Encoding` name, the last one first.
     *
     * Text that is not coded although the header says so is returned unchanged: a gateway has decoded it and kept the header, or
     * a server uses the header for the character set.
     *
     * @throws InvalidResponseException when a coding is not known, or the content is damaged, or is larger than [limit] after
     * decoding.
     */
    fun decode(
        content: ByteArray,
        contentEncoding: List<String>,
        limit: Int,
        statusCode: Int,
    ): ByteArray {
        val names = contentEncoding.flatMap { it.split(',') }.map { it.trim().lowercase() }.filterNot { it in NO_CODING }
        if (content.isEmpty() || names.isEmpty()) return content
        if (names.size > MAX_CODINGS) throw refusal("in more than $MAX_CODINGS content codings", statusCode)
        return names.asReversed().fold(content) { coded, name ->
            if (coded.size > limit) coded else decodeOnce(coded, name, limit, statusCode)
        }
    }

    private fun decodeOnce(
        content: ByteArray,
        name: String,
        limit: Int,
        statusCode: Int,
    ): ByteArray {
        val decoded =
            try {
                codings.decode(name, content, limit)
            } catch (_: ContentCodings.DamagedContentException) {
                if (isText(content)) return content
                throw refusal("damaged: its compression (${shown(name)}) does not fit together", statusCode)
            }
        if (decoded != null) return decoded
        if (isText(content)) return content
        throw refusal("in the content coding ${shown(name)}, which was not asked for", statusCode)
    }

    private fun isText(content: ByteArray): Boolean =
        try {
            content.decodeToString(throwOnInvalidSequence = true).none { it < ' ' && it !in "\t\r\n" }
        } catch (_: CharacterCodingException) {
            false
        }

    private fun shown(name: String) = name.filter { it in 'a'..'z' || it in '0'..'9' || it == '-' }.take(MAX_SHOWN)

    private fun refusal(
        what: String,
        statusCode: Int,
    ) = InvalidResponseException(
        "The response is $what, so it cannot be read. Try again, or ask the operator of the server.",
        statusCode,
    )

    private companion object {
        val NO_CODING = setOf("", "identity")

        /** Even two are rare. */
        const val MAX_CODINGS = 3
        const val MAX_SHOWN = 20
    }
}
