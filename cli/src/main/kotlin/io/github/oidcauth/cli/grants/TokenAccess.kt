// Tested by GrantTokensTest and RunCommandTest.
package io.github.oidcauth.cli.grants

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.TokenForm
import io.github.oidcauth.cli.UserLogin
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.cli.options.LoginOptions
import io.github.oidcauth.tokenSource

/** The token of [host] for a command that uses it itself: by the grant of the options, else of the user's login. */
internal class TokenAccess(
    private val context: CommandContext,
    private val host: String,
    private val client: ClientOptions,
    private val login: LoginOptions,
    private val grant: GrantOptions,
) {
    /** A token, and the source of its successors. */
    class Started(
        val token: Token,
        val later: TokenSource,
    )

    /** Returns the token in the form [form]. */
    suspend fun result(form: TokenForm): CommandResult =
        if (grant.isChosen) {
            GrantTokens(context, host, client, login, grant).result(form)
        } else {
            UserLogin(context, host, client, login).result(form)
        }

    /** A host, as its token is for it, and the source of its tokens. */
    class Server(
        val host: String,
        val tokens: TokenSource,
    )

    /** Returns a source for whose tokens the user may log in. */
    suspend fun attended(): Server {
        if (grant.isChosen) return Server(host, GrantTokens(context, host, client, login, grant).source().tokens)
        val config = UserLogin(context, host, client, login).config(storageRequired = false)
        return Server(config.host, tokenSource(config))
    }

    /** Returns a source that starts no login. */
    suspend fun unattended(): TokenSource {
        if (grant.isChosen) return GrantTokens(context, host, client, login, grant).source().tokens
        val config = UserLogin(context, host, client, login).config(storageRequired = false)
        return tokenSource(config.newBuilder().interactive(false).build())
    }

    /** Returns a token, for which the user may log in, and a source of its successors that starts no login. */
    suspend fun start(): Started {
        if (grant.isChosen) {
            val tokens = GrantTokens(context, host, client, login, grant)
            val source = tokens.source()
            return Started(tokens.token(source), source.tokens)
        }
        val user = UserLogin(context, host, client, login)
        val config = user.config(storageRequired = false)
        return Started(user.token(config), tokenSource(config.newBuilder().interactive(false).build()))
    }
}
