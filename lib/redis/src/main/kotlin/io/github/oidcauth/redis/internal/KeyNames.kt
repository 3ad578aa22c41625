package io.github.oidcauth.redis.internal

import io.github.oidcauth.TokenKey
import kotlin.time.Duration.Companion.days

/**
 * The names of what the store keeps in Redis, all of which begin with [prefix] and a colon. Those of one entry have its key in braces,
 * so that they would be on the same node of a Redis Cluster.
 */
internal class KeyNames(
    val prefix: String,
) {
    private val tokens = "$prefix:token:{"

    /** Matches the names of all entries, in the glob patterns of Redis. */
    val allTokens: String = tokens.replace(Regex("""[\\*?\[\]^]"""), """\\$0""") + "*}"

    fun token(key: TokenKey): String = "$tokens${key.value}}"

    fun lease(key: TokenKey): String = "$prefix:lease:{${key.value}}"

    fun fence(key: TokenKey): String = "$prefix:fence:{${key.value}}"

    /** Whose entry is named [name], or null when it is the name of something else. */
    fun keyOf(name: String): TokenKey? =
        if (name.startsWith(tokens) && name.endsWith('}')) TokenKey.of(name.removePrefix(tokens).dropLast(1)) else null

    companion object {
        /** After this time a holder that was stopped, and goes on, is no longer recognised as overtaken. */
        val FENCE_MILLIS: String = 30.days.inWholeMilliseconds.toString()
    }
}
