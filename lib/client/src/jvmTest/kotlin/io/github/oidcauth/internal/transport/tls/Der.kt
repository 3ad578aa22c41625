package io.github.oidcauth.internal.transport.tls

import java.math.BigInteger

/** As much of DER (X.690) as a certificate takes. */
internal object Der {
    fun sequence(vararg parts: ByteArray): ByteArray = tagged(0x30, parts)

    fun explicit(
        number: Int,
        content: ByteArray,
    ): ByteArray = tagged(0xa0 or number, arrayOf(content))

    fun primitive(
        tag: Int,
        content: ByteArray,
    ): ByteArray = tagged(tag, arrayOf(content))

    fun integer(value: Long): ByteArray = primitive(0x02, BigInteger.valueOf(value).toByteArray())

    fun bits(content: ByteArray): ByteArray = primitive(0x03, byteArrayOf(0) + content)

    fun octets(content: ByteArray): ByteArray = primitive(0x04, content)

    fun yes(): ByteArray = primitive(0x01, byteArrayOf(-1))

    fun identifier(text: String): ByteArray {
        val numbers = text.split('.').map { it.toInt() }
        val content = (listOf(numbers[0] * 40 + numbers[1]) + numbers.drop(2)).flatMap(::septets)
        return primitive(0x06, content.toByteArray())
    }

    private fun septets(number: Int): List<Byte> =
        generateSequence(number) { it shr 7 }.takeWhile { it > 0 }.toList().ifEmpty { listOf(0) }.reversed().let { groups ->
            groups.mapIndexed { i, it -> (it and 0x7f or if (i < groups.lastIndex) 0x80 else 0).toByte() }
        }

    private fun tagged(
        tag: Int,
        parts: Array<out ByteArray>,
    ): ByteArray {
        val content = parts.fold(ByteArray(0)) { all, it -> all + it }
        val length =
            when {
                content.size < 0x80 -> byteArrayOf(content.size.toByte())
                content.size < 0x100 -> byteArrayOf(0x81.toByte(), content.size.toByte())
                else -> byteArrayOf(0x82.toByte(), (content.size shr 8).toByte(), content.size.toByte())
            }
        return byteArrayOf(tag.toByte()) + length + content
    }
}
