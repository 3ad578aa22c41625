package io.github.oidcauth.testing

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey

/** An operation that a [StrictTokenStore] was asked for. An immutable value; [toString] shows no secret. */
public class StoreOperation internal constructor(
    /** The kind of operation. */
    public val kind: Kind,
    /** The key of the operation, or null if it was for all keys. */
    public val key: TokenKey?,
    /** The token that was put, or null. */
    public val token: Token?,
    /** True if the caller held the lock of [key]. */
    public val isLocked: Boolean,
) {
    /** The kinds of operations of a store. */
    public enum class Kind {
        /** @see io.github.oidcauth.TokenStore.get */
        GET,

        /** @see io.github.oidcauth.TokenStore.put */
        PUT,

        /** @see io.github.oidcauth.TokenStore.remove */
        REMOVE,

        /** @see io.github.oidcauth.TokenStore.keys */
        KEYS,

        /** @see io.github.oidcauth.TokenStore.entries */
        ENTRIES,

        /** @see io.github.oidcauth.TokenStore.clear */
        CLEAR,

        /** The beginning of [io.github.oidcauth.TokenStore.withLock], which may wait. */
        LOCK,

        /** @see io.github.oidcauth.TokenStore.tryPromptLock */
        PROMPT_LOCK,
    }

    override fun toString(): String =
        listOfNotNull(key, token).joinToString(", ", "${kind.name.lowercase()}(", if (isLocked) ") with its lock" else ")")
}
