package io.github.oidcauth.testing

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey

/** One thing that a [StrictTokenStore] was asked to do. An immutable value; [toString] shows no secret. */
public class StoreOperation internal constructor(
    /** What it was. */
    public val kind: Kind,
    /** The key that it was about, or null when it was about all. */
    public val key: TokenKey?,
    /** The token that was put, or null. */
    public val token: Token?,
    /** Whether the lock of [key] was held by who asked. */
    public val isLocked: Boolean,
) {
    /** What a store can be asked to do. */
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

        /** The beginning of [io.github.oidcauth.TokenStore.withLock], which may have to wait. */
        LOCK,

        /** @see io.github.oidcauth.TokenStore.tryPromptLock */
        PROMPT_LOCK,
    }

    override fun toString(): String =
        listOfNotNull(key, token).joinToString(", ", "${kind.name.lowercase()}(", if (isLocked) ") with its lock" else ")")
}
