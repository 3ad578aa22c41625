package io.github.oidcauth.internal.oauth2

/**
 * Scopes in the one spelling of RFC 6749 §3.3: each once, one space between two. Null when there is none.
 *
 * @throws IllegalArgumentException when a scope has a character that none may have.
 */
internal fun scopeText(scopes: Iterable<String>): String? {
    val words = scopes.flatMap { it.split(' ') }.filter { it.isNotEmpty() }.distinct()
    words.firstOrNull { word -> !word.all(::isScopeCharacter) }?.let {
        throw IllegalArgumentException("A scope has printable ASCII characters only, and neither '\"' nor '\\' (RFC 6749 §3.3).")
    }
    return words.joinToString(" ").ifEmpty { null }
}

private fun isScopeCharacter(c: Char) = c in '!'..'~' && c != '"' && c != '\\'
