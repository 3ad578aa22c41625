package io.github.oidcauth.internal.tokenfile.document

/**
 * Reads a store that another program has changed, when it is known what was in it before: members at the beginning and at the end that
 * are as they were stay what they are, and only what is between them is scanned. As a change is mostly one of one member, that is
 * not much.
 *
 * Finds what [StoreScanner] finds in the whole, or nothing: members that are known to be well-formed follow one another as they have to.
 */
internal class ChangedStoreReader(
    private val known: StoreMembers,
    private val file: FileBytes,
) {
    private val before = known.list

    /** The members, those that are [known] if they are the same; null when the file has to be read as a whole. */
    fun members(): StoreMembers? {
        val end = file.size - StoreText.END.size
        if (before.isEmpty() || !file.has(end, StoreText.END)) return null
        var front = 0
        var from = 0
        while (front < before.size && isAt(from, before[front], lead(from))) from += StoreText.LEAD_SIZE + before[front++].size
        if (front == before.size && from == end) return known
        var back = before.size
        var to = end
        while (back > front) {
            val start = to - before[back - 1].size - StoreText.LEAD_SIZE
            // What comes first in the file has another lead than what follows something.
            if (start < from || !isAt(start, before[back - 1], StoreText.SEPARATOR)) break
            to = start
            back--
        }
        return between(from, to, before.subList(front, back))?.let { known.replacing(front, back, it) }
    }

    private fun isAt(
        start: Int,
        member: StoreMember,
        lead: ByteArray,
    ): Boolean = file.has(start, lead) && file.has(start + lead.size, member.text)

    private fun lead(start: Int): ByteArray = if (start == 0) StoreText.START else StoreText.SEPARATOR

    /** What stands between members that are as they were, scanned as if it were a store by itself. */
    private fun between(
        from: Int,
        to: Int,
        known: List<StoreMember>,
    ): List<StoreMember>? {
        // Something has to come first.
        if (from == to) return if (from > 0) emptyList() else null
        if (to - from < StoreText.LEAD_SIZE || !file.has(from, lead(from))) return null
        val text = file.read(from, to) + StoreText.END
        StoreText.START.copyInto(text)
        return StoreScanner(text).members(known.associateBy { it.name })?.values?.toList()
    }
}
