package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.framework.UnknownCommand

/** Corrects mistyped words. Pure. */
internal object Spelling {
    private const val MAX_DISTANCE = 2

    /** Returns the word of [known] that [word] was probably meant to be, or null. */
    fun nearest(
        word: String,
        known: Iterable<String>,
    ): String? =
        known
            .map { it to UnknownCommand.distance(word.lowercase().replace('-', '_'), it) }
            .filter { (candidate, distance) -> distance <= MAX_DISTANCE && distance < candidate.length }
            .minByOrNull { it.second }
            ?.first
}
