package io.github.oidcauth.cli.reference

/** Returns the anchor of the heading [title], as GitHub makes it. */
internal fun anchorOf(title: String): String =
    title.lowercase().filter { it.isLetterOrDigit() || it in " -" }.replace(' ', '-')
