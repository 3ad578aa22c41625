package io.github.oidcauth.internal.transport

/** Undoes single content codings (RFC 9110 §8.4.1). Every platform brings its own. */
internal fun interface ContentCodings {
    /**
     * Returns [content] without [coding], a name in lower case, or null when that coding is not known. Inflates at most
     * [limit] + 1 octets: a result of more than [limit] is not complete.
     *
     * @throws DamagedContentException when [content] is not in that coding, or is cut off.
     */
    fun decode(
        coding: String,
        content: ByteArray,
        limit: Int,
    ): ByteArray?

    /** Thrown when content is not what its coding says. */
    class DamagedContentException : Exception("The content is not in its coding, or is cut off.")

    companion object {
        /** Knows no coding. */
        val NONE: ContentCodings = ContentCodings { _, _, _ -> null }
    }
}
