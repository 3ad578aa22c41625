package io.github.oidcauth.redis

/** The behaviour of a [RedisTokenStore] while Redis does not respond. */
public enum class WhenUnreachable {
    /** Every call fails, within the configured time. Nothing is kept in memory. */
    FAIL,

    /**
     * [RedisTokenStore.get] returns the token that this process has last read or written, as long as the access token is
     * valid. [RedisTokenStore.put] keeps the token in memory and writes it when Redis responds again, unless somebody has
     * written a newer one; it is lost if the process ends before. All other calls fail, including [RedisTokenStore.withLock]:
     * where refresh tokens are rotated, a refresh that the others do not see would end their sessions.
     */
    USE_MEMORY,
}
