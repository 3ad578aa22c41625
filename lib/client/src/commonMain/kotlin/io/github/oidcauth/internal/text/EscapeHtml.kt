package io.github.oidcauth.internal.text

import io.github.oidcauth.internal.tokens.text

/** Returns [text] escaped for an HTML element or a quoted attribute. */
internal fun escapeHtml(text: String): String =
    buildString(text.length) {
        for (c in text) {
            when (c) {
                '&' -> append("&amp;")
                '<' -> append("&lt;")
                '>' -> append("&gt;")
                '"' -> append("&quot;")
                '\'' -> append("&#39;")
                else -> append(c)
            }
        }
    }
