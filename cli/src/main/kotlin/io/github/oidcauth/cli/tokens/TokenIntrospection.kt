package io.github.oidcauth.cli.tokens

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.jsonText
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.OAuth2Client

/** The introspection of a token that is not stored (RFC 7662). */
internal class TokenIntrospection(
    private val context: CommandContext,
    private val options: ClientOptions,
) {
    /** Returns the introspection response of the issuer [host] for the token in the file [name], as JSON. */
    suspend fun ofInput(
        name: String,
        host: String,
    ): CommandResult {
        val clientId = options.clientId ?: throw UsageError("--token-file needs --client-id: the client that sends the request.")
        if (name == TokenInput.STANDARD_INPUT && options.secretFile() == TokenInput.STANDARD_INPUT) {
            throw UsageError("Standard input cannot be both the token and the secret.")
        }
        val secret = context.secretIn(options.secretFile())
        val token = TokenInput(name, context.process.stdin).read()
        val config =
            ClientConfig(clientId) {
                clientSecret = secret
                caFile = context.caFile
            }
        val server = OAuth2Client.discover(if ("://" in host) host else "https://$host", config)
        if (server.metadata.introspectionEndpoint == null) {
            throw CommandFailure(
                "${host.onOneLine()} has no introspection endpoint. `oidc-auth decode` reads tokens that are JWTs.",
            )
        }
        return CommandResult(jsonText(server.introspect(token.accessToken).claims))
    }
}
