package io.github.oidcauth.internal.tokenfile.document

/**
 * Reads a store that another program has changed, using its known content before: unchanged members at the beginning and at the
 * end are reused, and only the part between them is scanned. Since most changes are of one member, that part is small.
 *
 * Finds what [StoreScanner] finds in the whole file, or nothing: the reused members are known to be well-formed, and their order
 * is checked.
 */
internal class ChangedStoreReader(
    private val known: StoreMembers,
    private val file: FileBytes,
) {
    private val before = known.list

    /** Returns the members, reusing those in [known] if they are the same, or null when the whole file must be read. */
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
            // The text before the first member differs from that before the others.
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

    /** Returns the members between others that are as they were, scanned as if they were a store. */
    private fun between(
        from: Int,
        to: Int,
        known: List<StoreMember>,
    ): List<StoreMember>? {
        // Another member must come first.
        if (from == to) return if (from > 0) emptyList() else null
        if (to - from < StoreText.LEAD_SIZE || !file.has(from, lead(from))) return null
        val text = file.read(from, to) + StoreText.END
        StoreText.START.copyInto(text)
        return StoreScanner(ArrayBytes(text), StoreMember).members(known.associateBy { it.name })?.values?.toList()
    }
}
