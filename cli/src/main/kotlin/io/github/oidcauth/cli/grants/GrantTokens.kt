package io.github.oidcauth.cli.grants

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.TokenForm
import io.github.oidcauth.cli.TokenText
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.OAuth2Client

/** Obtains the token of [issuer] by a grant without a user: from the store, else by a request. */
internal class GrantTokens(
    private val context: CommandContext,
    private val issuer: String,
    private val clientOptions: ClientOptions,
    private val loginOptions: LoginOptions,
    private val grantOptions: GrantOptions,
) {
    private val input = grantOptions.input(context.process.stdin)
    private var storeFailure: String? = null

    /** The tokens, and the key of the current one in the store. */
    class Source(
        val key: TokenKey,
        val tokens: TokenSource,
    )

    /** Returns the tokens of the grant. No request is made before one is needed. */
    suspend fun source(): Source {
        loginOptions.requireNoUser()
        val clientId = clientOptions.clientId ?: throw UsageError("--grant is for an issuer, and needs --client-id.")
        val options = clientOptions.requestOptions(loginOptions.parameters)
        val credentials = ClientCredentialFiles(context, clientOptions, grantOptions)
        credentials.requireOneStandardInput(input)
        val config = credentials.client(clientId)
        val first = input.grant(options)
        val key = OAuth2Client.tokenKey(issuer, clientId, first)
        var next: Grant? = first
        val settings =
            TokenSourceOptions {
                store = context.store
                this.key = key
                clientOptions.minTtlOrNull?.let { leeway = it }
                onFailure {
                    storeFailure = it.message
                    context.interaction.warn(it.message.orEmpty())
                }
            }
        val tokens =
            TokenSource.of(settings) {
                // Standard input is read once, and files again for each token.
                val grant = next ?: if (input.fromStandardInput > 0) first else input.grant(options)
                next = null
                OAuth2Client.discover(issuer, config).token(grant)
            }
        return Source(key, tokens)
    }

    /** Returns a token of [source], a new one if the user wants that. */
    suspend fun token(source: Source): Token {
        val stored = context.store.get(source.key)
        context.log.debug {
            stored?.let { "Stored token for ${source.key}: expires ${it.expiresAt ?: "at an unknown time"}" }
                ?: "No stored token for ${source.key}"
        }
        return source.tokens.token(stored.takeIf { loginOptions.force })
    }

    /** Returns the token in the form [form]. */
    suspend fun result(form: TokenForm): CommandResult {
        val source =
            try {
                source()
            } catch (e: InvalidConfigException) {
                throw UsageError(e.message)
            }
        val token = token(source)
        val isLost = form == TokenForm.SUMMARY && storeFailure != null
        if (isLost) return CommandResult("", ExitCode.NOT_STORED)
        return CommandResult(TokenText.of(token, source.key, issuer, form))
    }
}
