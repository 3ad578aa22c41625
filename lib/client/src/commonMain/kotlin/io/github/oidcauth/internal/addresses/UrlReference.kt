package io.github.oidcauth.internal.addresses

/**
 * Returns the URL that [reference] stands for in a response from the URL [base] (RFC 3986 §5.2.2). Nothing is validated: the
 * result may be no URL that can be requested. Percent-encoded dots stay as they are.
 */
internal fun resolveReference(
    base: String,
    reference: String,
): String {
    if (SCHEME.matchesAt(reference, 0)) return withoutDotSegments(reference)
    val parts = UrlParts.of(base)
    if (reference.startsWith("//")) return withoutDotSegments("${parts.scheme}:$reference")
    val pathEnd = reference.indexOfAny(charArrayOf('?', '#')).let { if (it < 0) reference.length else it }
    val path = reference.take(pathEnd)
    val rest = reference.substring(pathEnd)
    return parts.beginning +
        when {
            path.isEmpty() && rest.startsWith("?") -> parts.path + rest
            path.isEmpty() -> parts.tail.substringBefore('#') + rest
            path.startsWith("/") -> removeDotSegments(path) + rest
            else -> removeDotSegments(parts.path.substringBeforeLast('/', "") + "/" + path) + rest
        }
}

private val SCHEME = Regex("[A-Za-z][A-Za-z0-9+.-]{0,30}:")

private fun withoutDotSegments(url: String): String {
    val parts = UrlParts.of(url)
    val path = parts.path
    return if (parts.scheme == null || path.isEmpty()) {
        url
    } else {
        parts.beginning + removeDotSegments(path) + parts.tail.substring(path.length)
    }
}

/** Returns [path], which begins with a slash, without `.` and `..` (RFC 3986 §5.2.4). */
private fun removeDotSegments(path: String): String {
    val kept = ArrayDeque<String>()
    val segments = path.split('/').drop(1)
    segments.forEachIndexed { at, segment ->
        if (segment == "..") kept.removeLastOrNull()
        val isDots = segment == "." || segment == ".."
        if (!isDots) {
            kept += segment
        } else if (at == segments.lastIndex) {
            kept += ""
        }
    }
    return kept.joinToString(separator = "/", prefix = "/")
}
