package io.github.oidcauth.cli.credentials

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.Config
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.authenticate
import io.github.oidcauth.cli.UserLogin
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.grants.GrantTokens
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.tokenSource
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Instant

/** The token that a credential helper gives to another program: from the store, by a refresh, or by a login of the user. */
internal class HelperToken(
    private val context: CommandContext,
    host: String,
    private val clientOptions: ClientOptions,
    loginOptions: LoginOptions,
    private val grantOptions: GrantOptions,
    /** True for the ID token, false for the access token. */
    private val isIdToken: Boolean,
    /** False if the other program leaves no way to let the user log in. The user's own setting comes first. */
    private val mayAsk: Boolean = true,
) {
    private val login = UserLogin(context, host, clientOptions, loginOptions)
    private val grant =
        if (grantOptions.isChosen) GrantTokens(context, host, clientOptions, loginOptions, grantOptions) else null

    /** Returns a token that is valid now. */
    suspend fun get(): PresentedToken {
        requireOwnInput()
        if (grant != null) return ofGrant(grant.token(grant.source()))
        val config = config()
        val token = login.token(config)
        if (!isIdToken) return accessToken(token)
        if (token.idToken == null) throw CommandFailure(NO_ID_TOKEN)
        // An access token may outlive the ID token that came with it.
        return idToken(token, config.minTtl)
            ?: idToken(tokenSource(config).token(rejected = token), Duration.ZERO)
            ?: idToken(authenticate(config, force = true), Duration.ZERO)
            ?: throw CommandFailure("The issuer's ID token has already expired. Check the clock of this machine.")
    }

    /** Returns true if a token is stored, whether or not it needs a refresh. */
    suspend fun isStored(): Boolean = context.store.get(key()) != null

    /**
     * Lets the next [get] refresh the stored token if [isRefused] returns true for it. The refresh token stays, and tokens that
     * have been stored since.
     */
    suspend fun expire(isRefused: (PresentedToken) -> Boolean) {
        val key = key()
        val token = context.store.get(key) ?: return
        val presented = if (isIdToken) idToken(token, -Duration.INFINITE) else PresentedToken(token.accessToken, token.expiresAt)
        if (presented != null && isRefused(presented)) expire(key, token)
    }

    private suspend fun expire(
        key: TokenKey,
        token: Token,
    ) {
        if (token.refreshToken == null) {
            context.store.remove(key, token)
        } else {
            context.store.replace(key, token, token.newBuilder().also { it.expiresAt = LONG_AGO }.build())
        }
    }

    private suspend fun key(): TokenKey {
        requireOwnInput()
        return grant?.source()?.key ?: config().key
    }

    private fun requireOwnInput() {
        if (clientOptions.secretFile() == STANDARD_INPUT || grantOptions.usesStandardInput) {
            throw UsageError("The other program uses standard input. Name a file, as for --client-secret-file.")
        }
    }

    private fun ofGrant(token: Token): PresentedToken =
        if (isIdToken) idToken(token, Duration.ZERO) ?: throw CommandFailure(NO_ID_TOKEN) else accessToken(token)

    private suspend fun config(): Config {
        val config = login.config(storageRequired = false)
        return if (mayAsk || config.interactive != null) config else config.newBuilder().also { it.interactive = false }.build()
    }

    private fun accessToken(token: Token): PresentedToken {
        if (!token.tokenType.equals(AuthenticationScheme.BEARER.word, ignoreCase = true)) throw CommandFailure(BOUND)
        return PresentedToken(token.accessToken, token.expiresAt)
    }

    /** Returns the ID token of [token], or null if it expires within [leeway] or there is none. */
    private fun idToken(
        token: Token,
        leeway: Duration,
    ): PresentedToken? {
        val expiresAt = IdTokenExpiry.of(token) ?: return null
        return token.idToken?.takeIf { Clock.System.now() + leeway < expiresAt }?.let { PresentedToken(it, expiresAt) }
    }

    private companion object {
        const val STANDARD_INPUT = "-"
        val LONG_AGO = Instant.fromEpochSeconds(1)

        const val NO_ID_TOKEN =
            "The server sent no ID token. Request one with --scope openid, or send the access token with --access-token."

        const val BOUND =
            "The access token is bound to a key of this machine (DPoP), so other programs cannot use it. Log in with a client " +
                "whose tokens are of the type Bearer."
    }
}
