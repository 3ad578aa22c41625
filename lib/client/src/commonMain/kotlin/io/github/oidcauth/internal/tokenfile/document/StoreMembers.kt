package io.github.oidcauth.internal.tokenfile.document

import kotlin.concurrent.Volatile
import kotlin.time.Instant

/**
 * The members of a store by their names, in the order of the file. Replacing members by others of the same names does not touch
 * the map of names: usually one of thousands of members changes at a time.
 *
 * Immutable and thread-safe: cached values depend only on its members.
 */
internal class StoreMembers private constructor(
    /** Places of the names in [list]. Shared by all that have the same names in the same places. */
    private val places: Map<String, Int>,
    val list: List<StoreMember>,
) : AbstractMap<String, StoreMember>() {
    /** The time before which no member is stale; null for always. It is exact if one becomes stale then. */
    private class Freshness(
        val until: Instant?,
        val isExact: Boolean,
    )

    @Volatile
    private var freshness: Freshness? = null

    override val size: Int get() = list.size

    override val keys: Set<String> get() = places.keys

    override val values: Collection<StoreMember> get() = list

    override val entries: Set<Map.Entry<String, StoreMember>> get() = places.mapValues { list[it.value] }.entries

    override fun containsKey(key: String): Boolean = key in places

    override fun get(key: String): StoreMember? = places[key]?.let(list::get)

    /** Returns these members with [member] in place of the one with its name, or at the end. */
    fun with(member: StoreMember): StoreMembers {
        val place = places[member.name] ?: return checkNotNull(replacing(size, size, listOf(member)))
        return checkNotNull(replacing(place, place + 1, listOf(member)))
    }

    /** Returns these members with [others] from [start] up to [end], or null when two would have the same name. */
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
        members?.freshness = freshness?.let { Freshness(earliest(others, it.until), isExact = false) }
        return members
    }

    /** Returns these members without those that are stale at [now], except [exempt]. */
    fun withoutStale(
        now: Instant,
        exempt: String? = null,
    ): StoreMembers {
        if (!hasStale(now)) return this
        return checkNotNull(of(list.filter { it.name == exempt || !it.isStale(now) }))
    }

    /** Returns true if a member is stale at [now]. The first call parses all members. */
    fun hasStale(now: Instant): Boolean {
        var known = freshness ?: found()
        if (known.until.let { it == null || now < it }) return false
        // The time may be that of a member that was replaced since.
        if (!known.isExact) known = found()
        return known.until.let { it != null && now >= it }
    }

    private fun found() = Freshness(earliest(list, null), isExact = true).also { freshness = it }

    /** True if [hasStale] needs no parsing, or only that of a few members. */
    val isQuicklySearched: Boolean get() = freshness != null || size <= MAX_PARSED

    companion object {
        /** The number of members that are parsed to find those that are stale. */
        const val MAX_PARSED: Int = 100

        val EMPTY: StoreMembers = StoreMembers(emptyMap(), emptyList())

        /** Returns the members of [list], or null when two have the same name. */
        fun of(list: List<StoreMember>): StoreMembers? {
            val places = LinkedHashMap<String, Int>(list.size * 2)
            list.forEachIndexed { place, member -> places[member.name] = place }
            return if (places.size == list.size) StoreMembers(places, list) else null
        }

        /** Returns the values of [members]. */
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
