package io.github.oidcauth.internal.transport

import io.ktor.utils.io.ByteReadChannel

/** Decodes content codings (RFC 9110 §8.4.1). Each platform has its own implementation. */
internal fun interface ContentCodings {
    /**
     * Returns [content] decoded from [coding], a name in lower case, or null when that coding is not known. Decodes at most
     * [limit] + 1 octets: a result of more than [limit] is not complete.
     *
     * @throws DamagedContentException when [content] is not in that coding, or is truncated.
     */
    fun decode(
        coding: String,
        content: ByteArray,
        limit: Int,
    ): ByteArray?

    /**
     * Returns [content] decoded from [coding], piece by piece, or null when that coding is not known for streams. Reading it throws
     * an [io.github.oidcauth.InvalidResponseException] when it is not in that coding, or is truncated.
     */
    fun decode(
        coding: String,
        content: ByteReadChannel,
    ): ByteReadChannel? = null

    /** Thrown when content is not in its coding, or is truncated. */
    class DamagedContentException : Exception("The content is not in its coding, or is cut off.")

    companion object {
        /** Supports no coding. */
        val NONE: ContentCodings = ContentCodings { _, _, _ -> null }
    }
}
