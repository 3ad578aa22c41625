// Tested by MultipartContentTest.
package io.github.oidcauth.internal.requests

import io.ktor.http.BadContentTypeFormatException
import io.ktor.http.ContentType
import io.ktor.http.fromFilePath

/** A part of a form, with its headers (RFC 7578 §4). */
internal class MultipartPart(
    name: String,
    fileName: String?,
    mediaType: String?,
    val content: PartContent,
) {
    /** The headers, each with its end of line. */
    val headers: String =
        buildString {
            append("Content-Disposition: form-data; name=\"").append(quoted(name)).append('"')
            fileName?.let { append("; filename=\"").append(quoted(it)).append('"') }
            append("\r\n")
            mediaType?.let { append("Content-Type: ").append(it).append("\r\n") }
        }

    init {
        require(mediaType == null || isMediaType(mediaType)) {
            "The media type of the part '$name' is none: ${mediaType?.take(MAX_SHOWN)}"
        }
    }

    override fun toString(): String = "MultipartPart"

    companion object {
        private const val MAX_SHOWN = 100
        private const val OCTETS = "application/octet-stream"

        /** Returns the media type that the ending of [fileName] stands for. */
        fun mediaTypeOf(fileName: String?): String =
            fileName?.let { ContentType.fromFilePath(it).firstOrNull()?.toString() } ?: OCTETS

        private fun isMediaType(text: String): Boolean =
            '/' in text && text.none { it.isISOControl() } &&
                try {
                    ContentType.parse(text).contentSubtype.isNotEmpty()
                } catch (_: BadContentTypeFormatException) {
                    false
                }

        /**
         * Returns [text] as browsers write it between quotes: as it is, except for the three characters that would end the quoted
         * string or the header (the HTML standard, "multipart/form-data encoding algorithm"). Servers expect this form and not that of
         * RFC 8187, which RFC 7578 §4.2 forbids.
         */
        private fun quoted(text: String): String = text.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22")
    }
}
