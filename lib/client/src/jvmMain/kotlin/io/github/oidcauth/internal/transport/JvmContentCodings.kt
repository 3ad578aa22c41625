// Tested by CompressedResponseTest.
package io.github.oidcauth.internal.transport

import io.github.oidcauth.internal.transport.ContentCodings.DamagedContentException
import io.ktor.utils.io.ByteReadChannel
import java.io.IOException
import java.io.InputStream
import java.util.zip.GZIPInputStream
import java.util.zip.Inflater
import java.util.zip.InflaterInputStream

/** Decodes gzip and deflate with the JDK. */
internal object JvmContentCodings : ContentCodings {
    override fun decode(
        coding: String,
        content: ByteArray,
        limit: Int,
    ): ByteArray? =
        when (coding) {
            // RFC 9110 §8.4.1.3 makes both names equal.
            "gzip", "x-gzip" -> read(limit) { GZIPInputStream(content.inputStream()) }

            "deflate" -> deflated(content, limit)

            else -> null
        }

    override fun decode(
        coding: String,
        content: ByteReadChannel,
    ): ByteReadChannel? = if (coding == "gzip" || coding == "x-gzip") GzipChannel(content) else null

    /** Decodes deflate, which means the zlib format (RFC 9110 §8.4.1.2) or, from some servers, the bare stream (RFC 1951). */
    private fun deflated(
        content: ByteArray,
        limit: Int,
    ): ByteArray {
        val inflater = Inflater(!hasZlibHeader(content))
        try {
            val decoded = read(limit) { InflaterInputStream(content.inputStream(), inflater) }
            // The stream would then end before its first octet, as if it were empty.
            if (inflater.needsDictionary()) throw ContentCodings.DamagedContentException()
            return decoded
        } finally {
            inflater.end()
        }
    }

    /** Returns whether [content] begins with a zlib header: method 8, and a check value over both octets (RFC 1950 §2.2). */
    private fun hasZlibHeader(content: ByteArray): Boolean {
        if (content.size < 2) return false
        val method = content[0].toInt() and OCTET
        val flags = content[1].toInt() and OCTET
        return method and METHOD_BITS == DEFLATE && ((method shl OCTET_BITS) or flags) % CHECK == 0
    }

    private fun read(
        limit: Int,
        open: () -> InputStream,
    ): ByteArray =
        try {
            open().use { it.readNBytes(limit + 1) }
        } catch (_: IOException) {
            throw DamagedContentException()
        }

    private const val OCTET = 0xff
    private const val OCTET_BITS = 8
    private const val METHOD_BITS = 0x0f
    private const val DEFLATE = 8
    private const val CHECK = 31
}
