package io.github.oidcauth.redis

/** What a [RedisTokenStore] does while Redis does not respond. */
public enum class WhenUnreachable {
    /** Every call fails, within the time that is set. Nothing is kept in memory. */
    FAIL,

    /**
     * [RedisTokenStore.get] hands out what this process has read or written last, for as long as the access token is valid.
     * [RedisTokenStore.put] keeps the token in memory and writes it when Redis is back, unless somebody has written a newer one; it is
     * lost if the process ends before. Everything else fails, [RedisTokenStore.withLock] too: a refresh that nobody is told of ends
     * the sessions of the others where refresh tokens are rotated.
     */
    USE_MEMORY,
}
