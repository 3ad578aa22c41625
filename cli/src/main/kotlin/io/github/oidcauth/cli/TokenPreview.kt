package io.github.oidcauth.cli

/**
 * Returns the beginning of a token, to distinguish tokens: 20 characters, as in the Python command, but never more than a
 * third. A JWT begins with a header that is not secret; a short opaque token is secret from its first character.
 */
internal fun tokenPreview(token: String): String = token.take(minOf(PREVIEW_LENGTH, token.length / LEAST_HIDDEN_SHARE)) + "..."

private const val PREVIEW_LENGTH = 20
private const val LEAST_HIDDEN_SHARE = 3
