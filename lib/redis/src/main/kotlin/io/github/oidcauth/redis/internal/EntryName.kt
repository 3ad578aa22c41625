package io.github.oidcauth.redis.internal

import io.github.oidcauth.TokenKey

/** The key of an entry as the bytes that its names have in braces. Somebody else may have put there what is no text. */
internal class EntryName(
    val bytes: ByteArray,
) {
    constructor(key: TokenKey) : this(KeyText.encode(key.value))

    /** The key, or null when no key has these bytes. */
    val key: TokenKey? get() = KeyText.decode(bytes)?.let(TokenKey::of)
}
