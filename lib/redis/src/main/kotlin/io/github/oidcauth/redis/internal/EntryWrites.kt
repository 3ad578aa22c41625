// Tested by EntryRules.
package io.github.oidcauth.redis.internal

import io.lettuce.core.ScriptOutputType
import kotlinx.coroutines.future.await

/** Changes entries under a claim. Every function throws [RedisFault] if Redis cannot be reached, or refuses. */
internal class EntryWrites(
    private val connector: RedisConnector,
    private val names: KeyNames,
) {
    /** The condition of a change. */
    class Condition private constructor(
        val sign: String,
        val text: ByteArray,
    ) {
        companion object {
            val NONE: Condition = Condition("", ByteArray(0))

            /** The existing value is not a string of Redis. */
            val NO_TEXT: Condition = Condition("!", ByteArray(0))

            fun equalTo(text: ByteArray): Condition = Condition("=", text)

            fun beginsWith(text: ByteArray): Condition = Condition("^", text)
        }
    }

    private class Written(
        val outcome: Long,
        val sent: Int,
    )

    /**
     * Replaces the entry [name] by the one that [entryOf] makes for a claim, for [millis], or removes it if these are 0. The
     * claim is [fence], or a new one that is newer than all others. Returns 1 or 0, depending on whether there was an entry,
     * or [OVERTAKEN], or [OTHER].
     */
    suspend fun change(
        name: EntryName,
        fence: Long?,
        millis: Long,
        condition: Condition = Condition.NONE,
        entryOf: suspend (claim: Long) -> ByteArray = { ByteArray(0) },
    ): Long {
        if (fence != null) return write(name, fence, millis, entryOf(fence), condition, isHeld = true).outcome
        repeat(ATTEMPTS) {
            val claim = connector.call { look(it, name).await() }
            val done = write(name, claim, millis, entryOf(claim), condition, isHeld = false)
            // The look-up is repeated if a newer claim came between the look-up and the write. But if the write was sent twice,
            // the first one may have been executed, and the newer state may be based on it.
            if (done.outcome != OVERTAKEN || done.sent > 1) return done.outcome
        }
        return OVERTAKEN
    }

    private fun look(
        redis: RedisCommands,
        name: EntryName,
    ) = redis.run<Long>(Scripts.LOOK, ScriptOutputType.INTEGER, listOf(names.fence(name), names.token(name)))

    private suspend fun write(
        name: EntryName,
        claim: Long,
        millis: Long,
        entry: ByteArray,
        condition: Condition,
        isHeld: Boolean,
    ): Written {
        var sent = 0
        val keys = listOf(names.token(name), names.fence(name))
        val held = if (isHeld) 1 else 0
        val outcome =
            connector.call { redis ->
                sent++
                redis.run<Long>(
                    Scripts.WRITE,
                    ScriptOutputType.INTEGER,
                    keys,
                    claim,
                    KeyNames.FENCE_MILLIS,
                    millis,
                    entry,
                    held,
                    condition.sign,
                    condition.text,
                ).await()
            }
        return Written(outcome, sent)
    }

    companion object {
        /** A caller with a newer claim has written. */
        const val OVERTAKEN: Long = -1L

        /** The condition does not hold. */
        const val OTHER: Long = -2L
        private const val ATTEMPTS = 20
    }
}
