package io.github.oidcauth.redis.internal

import io.github.oidcauth.TokenKey

/**
 * The key of an entry as the bytes that its names have in braces. They need not be text, because other programs may write to
 * Redis.
 */
internal class EntryName(
    val bytes: ByteArray,
) {
    constructor(key: TokenKey) : this(KeyText.encode(key.value))

    /** The key, or null if these bytes are not a key. */
    val key: TokenKey? get() = KeyText.decode(bytes)?.let(TokenKey::of)
}
