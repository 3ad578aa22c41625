package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token

/** Gets tokens from [obtain], a function of the program. */
internal class FunctionIssuance(
    private val obtain: suspend () -> Token,
) : TokenIssuance {
    override fun canReplace(current: Token?): Boolean = true

    override suspend fun issue(
        current: Token?,
        shelf: TokenShelf,
        isAwaited: () -> Boolean,
    ): Token = obtain()
}
