package io.github.oidcauth.internal.text

/** Returns [text] as one word of a command line for a POSIX shell, quoted if it contains characters that a shell interprets. */
internal fun shellWord(text: String): String = if (PLAIN.matches(text)) text else "'" + text.replace("'", "'\\''") + "'"

/**
 * Matches text that no shell changes. At the beginning of a word, shells expand `~` and, in zsh, `=`, and `-` begins an option.
 */
private val PLAIN = Regex("[A-Za-z0-9:/._%@,+][A-Za-z0-9:/._%@,+=~-]*")
