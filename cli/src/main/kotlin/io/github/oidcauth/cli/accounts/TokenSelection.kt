// Tested by ManagementTest and AccountCommandsTest.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenManager
import io.github.oidcauth.cli.AmbiguousTargetException
import io.github.oidcauth.cli.Target
import io.github.oidcauth.cli.onOneLine

/** The stored tokens that the user names. */
internal class TokenSelection(
    private val manager: TokenManager,
    /** The issuer and client that the user names, or null if they name none. */
    private val config: Config?,
    private val accounts: Accounts,
) {
    /** Returns all tokens, sorted. */
    suspend fun sorted(): List<StoredToken> = manager.list().sortedBy { it.key.value }

    /**
     * Returns the token of [target], of its account or else of the one in use, or null if there is none.
     *
     * @throws AmbiguousTargetException, AmbiguousAccountException if there are several.
     */
    suspend fun single(target: Target): StoredToken? {
        val tokens = matching(target)
        if (tokens.size == 1 && isNamed(tokens.single(), target)) return tokens.single()
        val ofAccount = accounts.ofAccount(target.host, target.account, tokens)
        if (ofAccount.size > 1) throw AmbiguousTargetException(ofAccount.map { it.key.value.onOneLine() })
        return ofAccount.singleOrNull()
    }

    /**
     * Returns the tokens of [target]: of its account, or of all accounts if it names none. These are those with the given client
     * and scopes, else all tokens of the issuer, or of the client there. A key can be named as it is listed, whatever it has.
     */
    suspend fun all(target: Target): List<StoredToken> {
        val tokens = matching(target)
        return if (target.account == null) tokens else accounts.ofAccount(target.host, target.account, tokens)
    }

    private suspend fun matching(target: Target): List<StoredToken> {
        val tokens = sorted()
        val client = config?.client
        if (client != null) {
            return tokens.filter {
                if (target.isSpecific) isOf(config, it) else it.issuer == config.host && it.clientId == client.clientId
            }
        }
        val there = tokens.filter { HostId.of(it) == HostId.of(target.host) }
        val named = tokens.find { it.key.value == target.host.trim() } ?: return there
        // The name of an application is the key of its token without an account, and means its accounts, too.
        val isApplication = '#' !in named.key.value
        return listOf(named) + if (isApplication) there.filter { it != named && it.issuer == null } else emptyList()
    }

    private fun isNamed(
        token: StoredToken,
        target: Target,
    ): Boolean = token.key.value == target.host.trim() && (target.account == null || '#' in token.key.value)

    /** Returns true if [config] has the key of [token], apart from the account. */
    private fun isOf(
        config: Config,
        token: StoredToken,
    ): Boolean =
        try {
            config.newBuilder().also { it.account = token.account }.build().key == token.key
        } catch (_: AuthException) {
            // Another program has written an account that is none.
            false
        }
}
