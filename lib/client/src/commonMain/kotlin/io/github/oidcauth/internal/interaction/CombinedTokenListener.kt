package io.github.oidcauth.internal.interaction

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener

/** Calls [first], then the handler of an event. As thread-safe as they are. */
internal class CombinedTokenListener(
    private val first: TokenListener,
    private val rotated: TokenListener.Rotated? = null,
    private val removed: TokenListener.Removed? = null,
) : TokenListener {
    override fun tokensObtained(
        key: TokenKey,
        token: Token,
    ): Unit = first.tokensObtained(key, token)

    override fun refreshTokenRotated(
        key: TokenKey,
        old: Token?,
        new: Token,
    ) {
        first.refreshTokenRotated(key, old, new)
        rotated?.refreshTokenRotated(key, old, new)
    }

    override fun refreshTokenRemoved(
        key: TokenKey,
        old: Token,
    ) {
        first.refreshTokenRemoved(key, old)
        removed?.refreshTokenRemoved(key, old)
    }
}
