// Tested by BaseUrlTest.
package io.github.oidcauth.internal.addresses

/**
 * Returns the reason why no request can be sent to [host], as a sentence, or null if one can (RFC 3986 §3.2.2 with the names of
 * RFC 1123 §2.1). [host] is in lower case, with brackets around an IPv6 address. A name that the resolver of a system may read
 * as a number in short, octal or hexadecimal form is refused, because it means another address than it seems to.
 */
internal fun hostFault(host: String): String? {
    if (host.startsWith("[")) {
        val isAddress = host.endsWith("]") && isIpv6(host.substring(1, host.length - 1))
        return if (isAddress) null else NO_IPV6
    }
    val labels = host.split('.')
    val last = labels.last()
    return when {
        labels.any { '_' in it && isLabel(it.replace('_', 'a')) } -> {
            "The host name has '_' in it, and programs on the JVM cannot call such names. Use another name of the server."
        }

        !labels.all(::isLabel) -> {
            "The host name is not valid. It has letters, digits, hyphens and dots only, and no part begins or ends with a hyphen."
        }

        labels.any { it.length > MAX_LABEL } || host.length > MAX_NAME -> {
            "The host name is too long: at most $MAX_LABEL characters between two dots, and $MAX_NAME in all."
        }

        isNumber(last) && !isIpv4(host) -> {
            "The host is not a valid IPv4 address: four numbers from 0 to 255 in decimal, with dots between them."
        }

        labels.size > 1 && last.first().isDigit() && !isIpv4(host) -> {
            "The last part of the host name begins with a digit, and programs on the JVM cannot call such names."
        }

        else -> {
            null
        }
    }
}

/**
 * Returns true if [host], in lower case and with brackets around IPv6, is this machine (RFC 8252 §8.3). Names below `localhost`
 * do not count, although RFC 6761 §6.3 asks resolvers to treat them as local: the JVM looks them up in the network.
 */
internal fun isLoopbackHost(host: String): Boolean =
    host == "localhost" || host == "[::1]" || (host.startsWith("127.") && isIpv4(host))

/**
 * Returns true if [text] is an IPv4 address: four decimal numbers without leading zeros, because some programs read those as
 * octal.
 */
internal fun isIpv4(text: String): Boolean = text.split('.').let { it.size == IPV4_PARTS && it.all(::isOctet) }

private fun isIpv6(text: String): Boolean {
    val halves = text.split("::")
    val counts = halves.mapIndexed { i, half -> groups(half, mayEndInIpv4 = i == halves.lastIndex) ?: return false }
    return when (counts.size) {
        1 -> counts.sum() == IPV6_GROUPS
        2 -> counts.sum() < IPV6_GROUPS
        else -> false
    }
}

/** Returns the number of groups of 16 bits in [text], or null if a part of it is not such a group. */
private fun groups(
    text: String,
    mayEndInIpv4: Boolean,
): Int? {
    if (text.isEmpty()) return 0
    val parts = text.split(':')
    val hasIpv4 = mayEndInIpv4 && isIpv4(parts.last())
    val isValid = (if (hasIpv4) parts.dropLast(1) else parts).all(::isGroup)
    return (parts.size + (if (hasIpv4) 1 else 0)).takeIf { isValid }
}

private const val NO_IPV6 = "The host is not a valid IPv6 address: eight groups in brackets, or fewer with one '::', and no zone."
private const val MAX_LABEL = 63
private const val MAX_NAME = 253
private const val IPV4_PARTS = 4
private const val IPV6_GROUPS = 8
private const val MAX_OCTET = 255
private const val MAX_GROUP_DIGITS = 4

private fun isLabel(text: String): Boolean =
    text.isNotEmpty() && text.first() != '-' && text.last() != '-' && text.all { it in 'a'..'z' || it in '0'..'9' || it == '-' }

private fun isNumber(text: String): Boolean =
    if (text.startsWith("0x")) text.drop(2).all(::isHexDigit) else text.isNotEmpty() && text.all { it in '0'..'9' }

private fun isOctet(text: String): Boolean =
    text.length in 1..MAX_OCTET.toString().length && text.all { it in '0'..'9' } && (text == "0" || text.first() != '0') &&
        text.toInt() <= MAX_OCTET

private fun isGroup(text: String): Boolean = text.length in 1..MAX_GROUP_DIGITS && text.all(::isHexDigit)

private fun isHexDigit(c: Char): Boolean = c in '0'..'9' || c in 'a'..'f'
