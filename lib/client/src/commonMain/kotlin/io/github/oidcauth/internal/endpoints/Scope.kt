package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.internal.text.isScopeName
import io.github.oidcauth.internal.text.scopeNames

/**
 * Joins [scopes] in the form of RFC 6749 §3.3: each once, one space between two. Returns null when there is none.
 *
 * @throws IllegalArgumentException when a scope contains a character that is not allowed.
 */
internal fun joinScopes(scopes: Iterable<String>): String? {
    val words = scopes.flatMap(::scopeNames).distinct()
    words.firstOrNull { !isScopeName(it) }?.let {
        throw IllegalArgumentException("A scope has printable ASCII characters only, and neither '\"' nor '\\' (RFC 6749 §3.3).")
    }
    return words.joinToString(" ").ifEmpty { null }
}
