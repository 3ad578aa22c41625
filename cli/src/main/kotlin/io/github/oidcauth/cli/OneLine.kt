package io.github.oidcauth.cli

/** Text from a server or a file, fit for a terminal: control and formatting characters become blanks. */
internal fun String.onOneLine(): String =
    map { if (it.isISOControl() || it.category == CharCategory.FORMAT) ' ' else it }.joinToString("")
