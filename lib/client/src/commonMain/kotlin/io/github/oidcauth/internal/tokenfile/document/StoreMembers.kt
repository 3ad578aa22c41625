package io.github.oidcauth.internal.tokenfile.document

import kotlin.concurrent.Volatile
import kotlin.time.Instant

/**
 * The members of a store by their names, in the order of the file. Where members take the places of others of the same names, no
 * name is looked at: of thousands of members one changes at a time.
 *
 * Immutable and thread-safe: what it remembers follows from its members.
 */
internal class StoreMembers private constructor(
    /** In which place of [list] each name is. Shared by all that have the same names in the same places. */
    private val places: Map<String, Int>,
    val list: List<StoreMember>,
) : AbstractMap<String, StoreMember>() {
    /** Before this no member is stale. Null for always. */
    private class Freshness(
        val until: Instant?,
    )

    @Volatile
    private var freshness: Freshness? = null

    override val size: Int get() = list.size

    override val keys: Set<String> get() = places.keys

    override val values: Collection<StoreMember> get() = list

    override val entries: Set<Map.Entry<String, StoreMember>> get() = places.mapValues { list[it.value] }.entries

    override fun containsKey(key: String): Boolean = key in places

    override fun get(key: String): StoreMember? = places[key]?.let(list::get)

    /** These with [member] in the place of that of its name, or at the end. */
    fun with(member: StoreMember): StoreMembers {
        val place = places[member.name] ?: return checkNotNull(replacing(size, size, listOf(member)))
        return checkNotNull(replacing(place, place + 1, listOf(member)))
    }

    /** These with [others] in the places from [start] up to [end], or null when two have the same name then. */
    fun replacing(
        start: Int,
        end: Int,
        others: List<StoreMember>,
    ): StoreMembers? {
        val after = ArrayList<StoreMember>(size + others.size - (end - start))
        for (i in 0 until start) after += list[i]
        after += others
        for (i in end until size) after += list[i]
        val isSameNames = others.size == end - start && others.indices.all { others[it].name == list[start + it].name }
        val members = if (isSameNames) StoreMembers(places, after) else of(after)
        members?.freshness = freshness?.let { Freshness(earliest(others, it.until)) }
        return members
    }

    /** These without those that are stale at [now], but for [exempt]. */
    fun withoutStale(
        now: Instant,
        exempt: String,
    ): StoreMembers {
        val until = (freshness ?: Freshness(earliest(list, null)).also { freshness = it }).until
        if (until == null || now < until) return this
        return checkNotNull(of(list.filter { it.name == exempt || !it.isStale(now) }))
    }

    companion object {
        val EMPTY: StoreMembers = StoreMembers(emptyMap(), emptyList())

        /** The members of [list], or null when two have the same name. */
        fun of(list: List<StoreMember>): StoreMembers? {
            val places = LinkedHashMap<String, Int>(list.size * 2)
            list.forEachIndexed { place, member -> places[member.name] = place }
            return if (places.size == list.size) StoreMembers(places, list) else null
        }

        /** The values of [members]. */
        fun of(members: Map<String, StoreMember>): StoreMembers =
            members as? StoreMembers ?: checkNotNull(of(members.values.toList()))

        private fun earliest(
            members: List<StoreMember>,
            other: Instant?,
        ): Instant? {
            var earliest = other
            for (member in members) {
                val staleAt = member.staleAt
                if (staleAt != null && (earliest == null || staleAt < earliest)) earliest = staleAt
            }
            return earliest
        }
    }
}
