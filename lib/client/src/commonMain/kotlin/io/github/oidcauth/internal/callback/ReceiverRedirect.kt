package io.github.oidcauth.internal.callback

import io.github.oidcauth.InvalidConfigException

/**
 * Returns [uri] if the program's own receiver can get a response there and the URI has no query.
 *
 * @throws InvalidConfigException otherwise.
 */
internal fun validateReceiverRedirect(uri: String): String {
    val fault =
        when {
            uri.length > MAX_REDIRECT -> "has more than $MAX_REDIRECT characters."
            '?' in uri || '#' in uri -> "has a '?' or '#' in it."
            else -> RedirectTarget.fault(uri)
        }
    if (fault != null) throw InvalidConfigException("The redirect URI of the code receiver $fault")
    return uri
}

private const val MAX_REDIRECT = 1024
