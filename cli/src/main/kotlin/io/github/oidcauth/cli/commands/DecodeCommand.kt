package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.convert
import com.github.ajalt.clikt.parameters.arguments.optional
import com.github.ajalt.clikt.parameters.groups.provideDelegate
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.urlOf
import io.github.oidcauth.cli.tokens.TokenArgument
import io.github.oidcauth.cli.tokens.TokenDecoding
import io.github.oidcauth.cli.tokens.TokenInput

/** `decode HOST|FILE|-`. */
internal class DecodeCommand : Command("decode") {
    override val section = Section.TOKENS
    override val summary = "Show the claims of a token, and verify them"
    override val description =
        "Prints header, claims and times of the stored access token and ID token as JSON, or of a token in a file or from " +
            "standard input. A token is never an argument, because others can read these. Claims are not verified unless " +
            "--verify is given: then a token that is not valid is a failure, with the reason on standard error."
    override val examples =
        listOf(
            Example("oidc-auth decode https://idp.example.com --verify", "Look into the stored token, and verify it"),
            Example("pbpaste | oidc-auth decode -", "Look into any token"),
            Example(
                "oidc-auth decode ./token.txt --verify --issuer https://idp.example.com --audience my-api",
                "Verify a token as an API would",
            ),
        )

    private val source by argument(
        "HOST",
        help = "The host of a stored token; or a file with a token, written with a slash (./token.txt), or - for standard input.",
    ).convert { urlOf(it, context) }.optional()
    private val file by option("--token-file", metavar = "FILE", help = "The file with the token; - is standard input.")
    private val idToken by option("--id-token", help = "The token in the file is an ID token.").flag()
    private val verify by option("--verify", help = "Verify signature, issuer, times and audience.").flag()
    private val issuer by option("--issuer", metavar = "URL", help = "The issuer to verify against. Default: HOST.")
    private val client by ClientOptions()

    override suspend fun execute(context: CommandContext): CommandResult {
        val word = source
        if (word != null && TokenArgument.isToken(word)) throw UsageError(NO_TOKENS)
        val input = file ?: word?.takeIf(TokenInput::isNamedBy)
        val host = word?.takeUnless { it == input }
        if (input == null && host == null) throw UsageError("`oidc-auth decode` needs a HOST, a FILE, or - for standard input.")
        if (idToken && input == null) throw UsageError("--id-token is for a token from a file. Both tokens of a HOST are shown.")
        if (idToken && verify && client.clientId == null) {
            throw UsageError("An ID token is for a client. Name it with --client-id to verify the token.")
        }
        val decoding = TokenDecoding(context, client, issuer, verify)
        return if (input == null) decoding.ofHost(host.orEmpty()) else decoding.ofInput(input, host, idToken)
    }

    private companion object {
        const val NO_TOKENS =
            "This is a token, and everybody on this machine can read arguments; the shell may have stored it, too. " +
                "Pipe it instead: oidc-auth decode - < FILE."
    }
}
