package io.github.oidcauth.internal.text

/** Returns the scopes in [text], one by one (RFC 6749 §3.3). */
internal fun scopeNames(text: String?): List<String> = text.orEmpty().split(' ').filter { it.isNotEmpty() }

/** Returns true if a scope may be called [name] (RFC 6749 §3.3). */
internal fun isScopeName(name: String): Boolean = name.all { it in '!'..'~' && it != '"' && it != '\\' }

/**
 * Returns scopes in the one spelling of RFC 6749 §3.3: each once, one space between two. Null when there is none.
 *
 * @throws IllegalArgumentException when a scope has a character that none may have.
 */
internal fun joinScopes(scopes: Iterable<String>): String? {
    val words = scopes.flatMap(::scopeNames).distinct()
    words.firstOrNull { !isScopeName(it) }?.let {
        throw IllegalArgumentException("A scope has printable ASCII characters only, and neither '\"' nor '\\' (RFC 6749 §3.3).")
    }
    return words.joinToString(" ").ifEmpty { null }
}
