package io.github.oidcauth.redis.internal

import io.github.oidcauth.TokenKey
import kotlin.time.Duration.Companion.days

/**
 * The names of what the store keeps in Redis, all of which begin with [prefix] and a colon. Those of one entry have its key in braces,
 * so that they would be on the same node of a Redis Cluster. Names are bytes: what others have put there need not be text.
 */
internal class KeyNames(
    val prefix: String,
) {
    private val tokens = "$prefix:token:{"
    private val before = tokens.encodeToByteArray()

    /** Matches the names of all entries, in the glob patterns of Redis. */
    val allTokens: String = tokens.replace(Regex("""[\\*?\[\]^]"""), """\\$0""") + "*}"

    fun token(name: EntryName): ByteArray = before + name.bytes + END

    fun lease(key: TokenKey): ByteArray = "$prefix:lease:{".encodeToByteArray() + EntryName(key).bytes + END

    fun prompt(key: TokenKey): ByteArray = "$prefix:prompt:{".encodeToByteArray() + EntryName(key).bytes + END

    fun fence(name: EntryName): ByteArray = "$prefix:fence:{".encodeToByteArray() + name.bytes + END

    /** Returns the entry that is named [name], or null when it is the name of something else. */
    fun entryOf(name: ByteArray): EntryName? {
        val isOurs = name.size > before.size && before.indices.all { name[it] == before[it] } && name.last() == END
        return if (isOurs) EntryName(name.copyOfRange(before.size, name.size - 1)) else null
    }

    companion object {
        private const val END = '}'.code.toByte()

        /** After this time a holder that was stopped, and goes on, is no longer recognised as overtaken. */
        val FENCE_MILLIS: String = 30.days.inWholeMilliseconds.toString()
    }
}
