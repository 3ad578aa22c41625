package io.github.oidcauth.cli

import io.github.oidcauth.ClearOptions
import io.github.oidcauth.ClearedToken
import io.github.oidcauth.ClearedToken.Revocation
import io.github.oidcauth.Config
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenManager
import io.github.oidcauth.TokenStore
import io.github.oidcauth.cli.accounts.Accounts
import io.github.oidcauth.cli.accounts.TokenSelection
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.moveTo
import java.io.PrintStream

/** Manages the stored tokens that the user names. */
internal class Management(
    private val store: TokenStore,
    /** The issuer and client that the user names, or null if they name none. */
    private val config: Config?,
    /** The file of certificate authorities to trust, or null if none is named. */
    caFile: String?,
    private val stderr: PrintStream,
    private val accounts: Accounts,
) {
    /** Manages all tokens in the store of [context]. */
    constructor(context: CommandContext) : this(context.store, null, context.caFile, context.stderr, context.accounts)

    private val manager =
        TokenManager {
            this@Management.config?.let { config(it) }
            store = this@Management.store
            this.caFile = caFile
        }

    private val selection = TokenSelection(manager, config, accounts)

    suspend fun introspect(target: Target): CommandResult {
        val token = selection.single(target) ?: return none(target)
        return reportingConfigErrors {
            manager.introspect(token.key)?.let { CommandResult(jsonText(it.claims)) } ?: none(target)
        }
    }

    /** Moves the token to [file]: a copy of its refresh token and the original would end each other's session. */
    suspend fun export(
        target: Target,
        file: String,
        notices: StoreNotices,
    ): CommandResult {
        val key = (selection.single(target) ?: return none(target)).key
        // A typing error in a name does no harm: the store refuses an existing file that is not a token file, and leaves it
        // unchanged.
        val copy = FileTokenStore(StoreChoice.pathOf(file, "FILE"), notices)
        if (copy.identity == store.identity) {
            throw StoreException(
                "The token for ${key.value.onOneLine()} is kept in ${file.onOneLine()}, so there is nothing to move. " +
                    "Name another file, or leave it there.",
            )
        }
        if (copy.get(key) != null) {
            throw StoreException(
                "There is a token for ${key.value.onOneLine()} in ${file.onOneLine()} already. Nothing was moved. " +
                    "Name another file, or remove that one first.",
            )
        }
        val moved = accounts.forgettingRemoved { store.moveTo(copy, setOf(key)) }
        return if (moved.isEmpty()) {
            none(target)
        } else {
            CommandResult("Moved the token for ${key.value.onOneLine()} to ${file.onOneLine()}")
        }
    }

    suspend fun revoke(target: Target): CommandResult {
        val token = selection.single(target) ?: return none(target)
        return reportingConfigErrors {
            val isRevoked = accounts.forgettingRemoved { manager.revoke(token.key) }
            if (isRevoked) CommandResult("Revoked and removed the token for ${token.key.value.onOneLine()}") else none(target)
        }
    }

    /**
     * Reports a configuration error as a failure, not as a usage error: the command line is correct, but the issuer does not
     * offer this.
     */
    private suspend fun reportingConfigErrors(ask: suspend () -> CommandResult): CommandResult =
        try {
            ask()
        } catch (e: InvalidConfigException) {
            stderr.println("Error: ${e.message}")
            CommandResult("", ExitCode.FAILURE)
        }

    suspend fun logout(
        target: Target,
        options: ClearOptions,
    ): CommandResult {
        val tokens = selection.all(target)
        if (tokens.isEmpty()) return none(target)
        return report(accounts.forgettingRemoved { tokens.mapNotNull { manager.clear(it.key, options) } })
    }

    suspend fun logoutOfAll(options: ClearOptions): CommandResult {
        val outcomes = accounts.forgettingRemoved { manager.clearAll(options) }
        return if (outcomes.isEmpty()) CommandResult("No cached tokens.") else report(outcomes)
    }

    private suspend fun report(outcomes: List<ClearedToken>): CommandResult {
        outcomes.forEach(::warnOfFailure)
        val exitCode = if (outcomes.all { it.isRemoved }) ExitCode.SUCCESS else ExitCode.FAILURE
        return CommandResult(outcomes.filter { it.isRemoved }.joinToString("\n", transform = ::line), exitCode)
    }

    private fun line(outcome: ClearedToken): String {
        val key = outcome.entry.key.value.onOneLine()
        val verb = if (outcome.revocation == Revocation.REVOKED) "Revoked and removed" else "Removed"
        return "$verb the token for $key"
    }

    private fun warnOfFailure(outcome: ClearedToken) {
        val failure = outcome.failure ?: return
        val words =
            when {
                outcome.isRemoved -> "Warning: %s may still work, because it was not revoked. "
                outcome.revocation == Revocation.REVOKED -> "Error: %s was revoked, but not removed. "
                outcome.revocation == Revocation.NOT_REQUESTED -> "Error: %s was not removed. "
                else -> "Error: %s was kept, because it could not be revoked. "
            }
        stderr.println(words.format("the token for ${outcome.entry.key.value.onOneLine()}") + failure.message)
        if (!outcome.isRemoved && outcome.revocation in FAILURES) stderr.println(ADVICE)
    }

    /** Returns the token of [target]. @throws AmbiguousTargetException if there are several. */
    suspend fun single(target: Target): StoredToken? = selection.single(target)

    /** Returns the tokens of [target]. */
    suspend fun matching(target: Target): List<StoredToken> = selection.all(target)

    /** Returns all tokens by their keys. */
    suspend fun sorted(): List<StoredToken> = selection.sorted()

    private fun none(target: Target): CommandResult {
        stderr.println("Error: no token is stored for ${target.host.onOneLine()}. `${Program.NAME} list` shows those that are.")
        return CommandResult("", ExitCode.FAILURE)
    }

    companion object {
        private val FAILURES = setOf(Revocation.FAILED, Revocation.UNSUPPORTED)
        private const val ADVICE =
            "  With --client-id and --client-secret-file the issuer may accept it; --remove-on-revoke-fail removes it anyway."

        /** Returns the management of [target] in the store of [context]. */
        suspend fun of(
            context: CommandContext,
            target: Target,
        ): Management {
            if (!target.hasClient) return Management(context)
            val secret = context.secretIn(target.secretFile)
            val config =
                Config(target.host) {
                    target.settings(this)
                    clientSecret = secret
                    this.caFile = context.caFile
                    this.store = context.store
                }
            return Management(context.store, config, context.caFile, context.stderr, context.accounts)
        }
    }
}

/** Thrown when the user has to say which token they mean. */
internal class AmbiguousTargetException(
    keys: List<String>,
) : CommandFailure(
        "There are several. Select one with --client-id and --scope, or by its name:" + keys.joinToString("") { "\n  $it" },
    )
