package io.github.oidcauth.redis.internal

import io.github.oidcauth.TokenKey
import kotlin.time.Duration.Companion.days

/**
 * The names of the store's keys in Redis, all of which begin with [prefix] and a colon. The names of one entry contain its
 * key in braces, so that they would be on the same node of a Redis Cluster. Names are bytes: those of other programs need not
 * be text.
 */
internal class KeyNames(
    val prefix: String,
) {
    private val tokens = "$prefix:token:{"
    private val before = tokens.encodeToByteArray()

    /** The glob pattern of Redis that matches the names of all entries. */
    val allTokens: String = tokens.replace(Regex("""[\\*?\[\]^]"""), """\\$0""") + "*}"

    fun token(name: EntryName): ByteArray = before + name.bytes + END

    fun lease(key: TokenKey): ByteArray = "$prefix:lease:{".encodeToByteArray() + EntryName(key).bytes + END

    fun prompt(key: TokenKey): ByteArray = "$prefix:prompt:{".encodeToByteArray() + EntryName(key).bytes + END

    fun fence(name: EntryName): ByteArray = "$prefix:fence:{".encodeToByteArray() + name.bytes + END

    /** Returns the entry with the name [name], or null if it is not the name of an entry. */
    fun entryOf(name: ByteArray): EntryName? {
        val isOurs = name.size > before.size && before.indices.all { name[it] == before[it] } && name.last() == END
        return if (isOurs) EntryName(name.copyOfRange(before.size, name.size - 1)) else null
    }

    companion object {
        private const val END = '}'.code.toByte()

        /**
         * The time after which a process that was stopped and continues is no longer recognized as one that has lost its
         * lock.
         */
        val FENCE_MILLIS: String = 30.days.inWholeMilliseconds.toString()
    }
}
