package io.github.oidcauth.internal.api

/** Writes values as the segments of a path (RFC 3986 §3.3), each as a whole: none can be more or less than one segment. Pure. */
internal object PathSegments {
    /** Characters of a segment besides the unreserved ones that have no meaning for servers, and that APIs use in names. */
    private const val KEPT = ":@"

    /**
     * Returns [segments] with a slash before each.
     *
     * @throws IllegalArgumentException when one of them is empty, is `.` or `..`, or is not text.
     */
    fun encode(segments: List<Any>): String = segments.joinToString("") { "/" + encode(it) }

    private fun encode(segment: Any?): String {
        val text = textOf(segment)
        require(text.isNotEmpty()) {
            "A segment of the path is empty, so that the request would go to another resource. Leave it out if that is meant."
        }
        PathText.faultOfCharacters(text)?.let { throw IllegalArgumentException("A segment of the path $it") }
        val encoded = PercentEncoding.encode(text) { PercentEncoding.isUnreserved(it) || it in KEPT }
        DotSegments.faultOf(encoded)?.let { throw IllegalArgumentException("A segment of the path $it") }
        return encoded
    }

    private fun textOf(segment: Any?): String =
        when (segment) {
            is ByteArray -> decode(segment)

            is CharSequence, is Number, is Boolean, is Char, is Enum<*> -> segment.toString()

            null, is Iterable<*>, is Sequence<*>, is Map<*, *>, is Array<*>, is Function<*>, is Pair<*, *> -> throw unexpected(
                null,
            )

            is IntArray, is LongArray, is ShortArray, is DoubleArray, is FloatArray -> throw unexpected(null)

            is BooleanArray, is CharArray -> throw unexpected(null)

            else -> print(segment)
        }

    private fun decode(octets: ByteArray): String =
        try {
            octets.decodeToString(throwOnInvalidSequence = true)
        } catch (e: CharacterCodingException) {
            throw unexpected(e)
        }

    /** The program's `toString` may throw anything. */
    private fun print(segment: Any): String =
        try {
            segment.toString()
        } catch (e: RuntimeException) {
            throw unexpected(e)
        }

    private fun unexpected(cause: Exception?) =
        IllegalArgumentException(
            "Unexpected segment of the path. Each segment is a text, a number, UTF-8 octets or another value with one text.",
            cause,
        )
}
