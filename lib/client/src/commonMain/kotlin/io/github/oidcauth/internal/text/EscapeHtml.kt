package io.github.oidcauth.internal.text

import io.github.oidcauth.internal.tokens.text

/** [text] as text of an HTML element or of a quoted attribute. */
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
