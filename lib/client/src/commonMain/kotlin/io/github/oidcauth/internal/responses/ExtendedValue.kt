package io.github.oidcauth.internal.responses

private const val HEX = 16
private const val ENCODED_LENGTH = 3

/**
 * Returns the text in [value], the value of a parameter whose name ends with `*`: `UTF-8'en'%E2%82%AC` (RFC 8187 §3.2). Returns
 * null when it is malformed, or has a character set that is not one of the two in use.
 */
internal fun decodeExtendedValue(value: String): String? {
    val parts = value.split('\'', limit = 3)
    val octets = percentDecoded(parts.getOrNull(2) ?: return null) ?: return null
    return when (parts[0].lowercase()) {
        "utf-8" -> octets.decodeToString().takeIf { it.encodeToByteArray().contentEquals(octets) }
        "iso-8859-1" -> octets.map { (it.toInt() and 0xff).toChar() }.joinToString("")
        else -> null
    }
}

private fun percentDecoded(text: String): ByteArray? {
    if (text.any { it !in '!'..'~' }) return null
    val octets = ArrayList<Byte>(text.length)
    var at = 0
    while (at < text.length) {
        if (text[at] != '%') {
            octets += text[at++].code.toByte()
            continue
        }
        val digits = text.substring(at + 1, minOf(at + ENCODED_LENGTH, text.length))
        val isHex = digits.length == ENCODED_LENGTH - 1 && digits.all { it in '0'..'9' || it.lowercaseChar() in 'a'..'f' }
        if (!isHex) return null
        octets += digits.toInt(HEX).toByte()
        at += ENCODED_LENGTH
    }
    return octets.toByteArray()
}
