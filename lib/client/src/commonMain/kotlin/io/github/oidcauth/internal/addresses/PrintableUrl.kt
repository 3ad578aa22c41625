package io.github.oidcauth.internal.addresses

import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.text.printable

/** Returns this URL, which the program has given, as it can be shown in a message. Before an '@' may be a password. */
internal fun String.printableUrl(): String = if ('@' in this) REDACTED else printable()
