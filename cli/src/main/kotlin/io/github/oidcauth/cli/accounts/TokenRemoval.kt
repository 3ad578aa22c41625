// Tested by AccountCommandsTest.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.Config
import io.github.oidcauth.TokenManager
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.Target
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.onOneLine

/** Removes stored tokens without a request to their servers. */
internal class TokenRemoval(
    private val context: CommandContext,
) {
    /** Removes the token of [target]. @throws AmbiguousAccountException if there are several. */
    suspend fun remove(target: Target): CommandResult {
        val config = if (target.hasClient) Config(target.host, target.settings) else null
        val store = context.store
        val selection = TokenSelection(TokenManager { this.store = store }, config, context.accounts)
        val token = selection.single(target) ?: return CommandResult("No cached token for ${target.host.onOneLine()}")
        context.accounts.forgettingRemoved { store.remove(token.key) }
        return CommandResult("Removed token for ${token.key.value.onOneLine()}")
    }

    /** Removes all tokens. */
    suspend fun clear(): CommandResult {
        val count = context.store.keys().size
        context.accounts.forgettingRemoved { context.store.clear() }
        return CommandResult(
            when (count) {
                0 -> "No cached tokens."
                1 -> "Removed 1 token."
                else -> "Removed $count tokens."
            },
        )
    }
}
