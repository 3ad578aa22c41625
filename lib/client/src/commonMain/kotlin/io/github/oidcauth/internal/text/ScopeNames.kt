package io.github.oidcauth.internal.text

import io.github.oidcauth.internal.tokens.text

/** Returns the scopes in [text] (RFC 6749 §3.3). */
internal fun scopeNames(text: String?): List<String> = text.orEmpty().split(' ').filter { it.isNotEmpty() }

/** Returns whether [name] is a valid scope (RFC 6749 §3.3). */
internal fun isScopeName(name: String): Boolean = name.all { it in '!'..'~' && it != '"' && it != '\\' }
