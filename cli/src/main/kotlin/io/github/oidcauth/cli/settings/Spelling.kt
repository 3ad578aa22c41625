package io.github.oidcauth.cli.settings

/** Corrects mistyped words. Pure. */
internal object Spelling {
    private const val MAX_DISTANCE = 2

    /** Returns the word of [known] that [word] was probably meant to be, or null. */
    fun nearest(
        word: String,
        known: Iterable<String>,
    ): String? =
        known
            .map { it to distance(word.lowercase().replace('-', '_'), it) }
            .filter { (candidate, distance) -> distance <= MAX_DISTANCE && distance < candidate.length }
            .minByOrNull { it.second }
            ?.first

    /** Returns the number of letters to add, remove or replace. */
    private fun distance(
        a: String,
        b: String,
    ): Int {
        var row = IntArray(b.length + 1) { it }
        for (i in 1..a.length) {
            val next = IntArray(b.length + 1)
            next[0] = i
            for (j in 1..b.length) {
                val replaced = row[j - 1] + if (a[i - 1] == b[j - 1]) 0 else 1
                next[j] = minOf(replaced, row[j] + 1, next[j - 1] + 1)
            }
            row = next
        }
        return row[b.length]
    }
}
