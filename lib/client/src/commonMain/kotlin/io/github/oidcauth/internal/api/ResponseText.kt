package io.github.oidcauth.internal.api

import io.github.oidcauth.internal.transport.ReceivedResponse
import io.ktor.http.BadContentTypeFormatException
import io.ktor.http.ContentType
import io.ktor.http.charset
import io.ktor.utils.io.charsets.Charset
import io.ktor.utils.io.charsets.Charsets
import io.ktor.utils.io.charsets.decode
import kotlinx.io.Buffer

/** Decodes the body of a response as text (RFC 9110 §8.3.2). Pure. */
internal object ResponseText {
    private const val MARK = "\uFEFF"

    /** Returns the body of [response] in the character set that it names, or in UTF-8 if that is missing or unknown. */
    fun of(response: ReceivedResponse): String {
        val charset = charsetOf(response.headers("content-type").firstOrNull())
        if (charset == null || charset == Charsets.UTF_8) return response.octets.decodeToString().removePrefix(MARK)
        return charset.newDecoder().decode(Buffer().apply { write(response.octets) })
    }

    private fun charsetOf(contentType: String?): Charset? =
        try {
            contentType?.let { ContentType.parse(it).charset() }
        } catch (_: BadContentTypeFormatException) {
            null
        } catch (_: IllegalArgumentException) {
            null
        }
}
