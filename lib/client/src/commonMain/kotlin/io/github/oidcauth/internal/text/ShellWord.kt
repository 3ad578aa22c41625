package io.github.oidcauth.internal.text

import io.github.oidcauth.internal.tokens.text

/**
 * [text] as one word of a command line that is made to be pasted into a POSIX shell, quoted where it holds anything that a
 * shell understands.
 */
internal fun shellWord(text: String): String = if (PLAIN.matches(text)) text else "'" + text.replace("'", "'\\''") + "'"

/** What no shell changes. At the beginning of a word, `~` and zsh's `=` are names for something else, and `-` an option's mark. */
private val PLAIN = Regex("[A-Za-z0-9:/._%@,+][A-Za-z0-9:/._%@,+=~-]*")
