package io.github.oidcauth.internal.protocol

/** Text from a stranger, fit for a terminal and a log: one line, no control or formatting characters, at most [max] characters. */
internal fun String.printable(max: Int = 300): String {
    val line = map { if (it.isISOControl() || it.isWhitespace() || it.category == CharCategory.FORMAT) ' ' else it }
    val text = line.joinToString("").trim()
    return if (text.length <= max) text else text.take(max).trimEnd() + "…"
}
