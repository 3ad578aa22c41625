package io.github.oidcauth.redis.internal

import io.github.oidcauth.TokenKey

private const val MAX_SHOWN = 300

/**
 * Returns the text on one line, and without control sequences of terminals: anybody who can write to Redis may have chosen
 * the name.
 */
internal fun String.printable(): String =
    map { if (it.isISOControl() || it.category in UNPRINTABLE) ' ' else it }.joinToString("").let { text ->
        if (text.length <= MAX_SHOWN) text else text.take(MAX_SHOWN) + "…"
    }

internal fun TokenKey.printable(): String = value.printable()

private val UNPRINTABLE =
    setOf(CharCategory.FORMAT, CharCategory.LINE_SEPARATOR, CharCategory.PARAGRAPH_SEPARATOR, CharCategory.SURROGATE)
