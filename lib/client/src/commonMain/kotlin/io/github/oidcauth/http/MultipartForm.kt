package io.github.oidcauth.http

import io.github.oidcauth.internal.requests.MultipartPart
import io.github.oidcauth.internal.requests.OctetsContent
import io.github.oidcauth.internal.requests.PartContent
import io.github.oidcauth.internal.requests.StreamedContent
import io.github.oidcauth.internal.text.toUnchangeableList
import io.ktor.utils.io.ByteReadChannel
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * A form of several parts, texts and files: `multipart/form-data` (RFC 7578). Its parts are sent in their order, and files piece by
 * piece. Immutable, except for what its streams and files contain.
 *
 * ```
 * MultipartForm {
 *     text("title", "Report")
 *     file("document", Path.of("report.pdf"))
 * }
 * ```
 */
public class MultipartForm private constructor(builder: Builder) {
    internal val fields: List<Field> = builder.fields.toUnchangeableList()

    internal val isRepeatable: Boolean get() = fields.all { it.content?.isRepeatable != false }

    /** The number of parts. */
    public val size: Int get() = fields.size

    /** Shows no content. */
    override fun toString(): String = "MultipartForm($size parts)"

    /** A part before the rules of a request for null and booleans are applied to its value. */
    internal class Field(
        val name: String,
        val value: Any?,
        val fileName: String?,
        val mediaType: String?,
        val content: PartContent?,
    )

    /**
     * Builds a [MultipartForm]. Names are sent as browsers send them: in UTF-8, with quotes and ends of lines percent-encoded. Media
     * types are validated when the request is made, which throws an [IllegalArgumentException]. Not thread-safe.
     */
    public class Builder internal constructor() : MultipartFormBuilderForJava {
        internal val fields = mutableListOf<Field>()

        /**
         * Adds a field with the text of [value], of which null and booleans are sent as in other forms of the request. With
         * [mediaType], such as `application/json`, the part names its type; without it is plain text in UTF-8.
         */
        @JvmOverloads
        public fun text(
            name: String,
            value: Any?,
            mediaType: String? = null,
        ): Builder = apply { fields += Field(name, value, fileName = null, mediaType, content = null) }

        /**
         * Adds a file with a copy of [bytes]. If [mediaType] is null, it follows from the ending of [fileName], or is
         * `application/octet-stream`. With a [fileName] of null, the part is a field with octets.
         */
        @JvmOverloads
        public fun bytes(
            name: String,
            bytes: ByteArray,
            fileName: String? = null,
            mediaType: String? = null,
        ): Builder = part(name, fileName, mediaType, OctetsContent(bytes.copyOf()))

        /**
         * Adds a file whose content is read piece by piece from what [open] returns, which is called each time that the request is
         * sent and closed afterwards. [length] is its number of octets; if it is not null, exactly so many are sent.
         */
        @JvmSynthetic
        public fun channel(
            name: String,
            fileName: String?,
            mediaType: String? = null,
            length: Long? = null,
            open: suspend () -> ByteReadChannel,
        ): Builder = part(name, fileName, mediaType, StreamedContent(name, length, isRepeatable = true, open))

        /** Returns the form. It may be empty. */
        public fun build(): MultipartForm = MultipartForm(this)

        internal fun part(
            name: String,
            fileName: String?,
            mediaType: String?,
            content: PartContent,
        ): Builder = apply {
            fields += Field(name, value = null, fileName, mediaType ?: MultipartPart.mediaTypeOf(fileName), content)
        }

        override fun toString(): String = "MultipartForm.Builder(${fields.size} parts)"
    }

    public companion object {
        /** Returns a builder of a form. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Creates a form: `MultipartForm { text("a", 1) }`. */
@JvmSynthetic
public inline fun MultipartForm(configure: MultipartForm.Builder.() -> Unit): MultipartForm =
    MultipartForm.builder().apply(configure).build()
