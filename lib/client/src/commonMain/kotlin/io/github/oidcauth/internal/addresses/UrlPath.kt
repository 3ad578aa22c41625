package io.github.oidcauth.internal.addresses

/**
 * Returns why [path] cannot be used in a URL unchanged, as the end of a sentence, or null if it can (RFC 3986 §3.3). Dot segments
 * are refused, percent-encoded ones too, because some proxies and servers resolve them and others do not.
 */
internal fun pathFault(path: String): String? =
    when {
        path.any { it != '%' && it != '/' && !isPathCharacter(it) } -> {
            "has characters that do not belong in a URL. Percent-encode them."
        }

        path.split('%').drop(1).any { it.length < 2 || !isHex(it[0]) || !isHex(it[1]) } -> {
            "has a '%' without two hexadecimal digits behind it. The sign itself is written %25."
        }

        path.split('/').any { it.replace("%2e", ".", ignoreCase = true) in DOT_SEGMENTS } -> {
            "has '.' or '..' in it. Write it out."
        }

        else -> {
            null
        }
    }

private fun isPathCharacter(c: Char) = c in 'a'..'z' || c in 'A'..'Z' || c in '0'..'9' || c in "-._~!$&'()*+,;=:@"

private fun isHex(c: Char) = c in '0'..'9' || c in 'a'..'f' || c in 'A'..'F'

private val DOT_SEGMENTS = setOf(".", "..")
