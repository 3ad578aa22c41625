package io.github.oidcauth.internal.text

import io.github.oidcauth.internal.tokens.text

/** The scopes in [text], one by one (RFC 6749 §3.3). */
internal fun scopeNames(text: String?): List<String> = text.orEmpty().split(' ').filter { it.isNotEmpty() }

/** Whether a scope may be called [name] (RFC 6749 §3.3). */
internal fun isScopeName(name: String): Boolean = name.all { it in '!'..'~' && it != '"' && it != '\\' }
