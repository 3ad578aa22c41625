// Tested by DecodeCommandTest.
package io.github.oidcauth.cli.tokens

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.Token
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Management
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.jsonText
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.serialization.json.JsonObject
import kotlin.time.Clock

/** The work of `decode`: prints the content of tokens, and verifies them if the user wants that. */
internal class TokenDecoding(
    private val context: CommandContext,
    private val options: ClientOptions,
    /** The issuer that the user names to verify against, or null. */
    private val issuer: String?,
    private val isVerified: Boolean,
    private val clock: Clock = Clock.System,
) {
    /** Decodes the stored tokens of [host]. */
    suspend fun ofHost(host: String): CommandResult {
        val target = options.target(host)
        val stored = Management.of(context, target).single(target)
        val token = stored?.let { context.store.get(it.key) } ?: throw CommandFailure(noToken(host))
        val json = buildMap {
            put("access_token", decoded(token.accessToken))
            token.idToken?.let { put("id_token", decoded(it)) }
        }
        val verdicts =
            verdicts(issuer ?: stored.issuer, options.clientId ?: stored.clientId) { verification ->
                listOfNotNull(
                    verification.accessToken(token.accessToken),
                    token.idToken?.takeIf { stored.clientId != null }?.let { verification.idToken(it, token.accessToken) },
                )
            }
        return result(JsonObject(json), verdicts)
    }

    /** Decodes the token in the file [name]; [host] is the issuer if the user names no other. */
    suspend fun ofInput(
        name: String,
        host: String?,
        isIdToken: Boolean,
    ): CommandResult {
        val token = TokenInput(name, context.process.stdin).read()
        val verdicts =
            verdicts(issuer ?: host, options.clientId) { verification ->
                listOf(
                    if (isIdToken) verification.idToken(idTokenOf(token), null) else verification.accessToken(token.accessToken),
                )
            }
        return result(decoded(if (isIdToken) idTokenOf(token) else token.accessToken), verdicts)
    }

    private fun noToken(host: String) =
        "no token is stored for ${host.onOneLine()}. `oidc-auth list` shows those that are."

    private fun idTokenOf(token: Token): String = token.idToken ?: token.accessToken

    private fun decoded(token: String): JsonObject = DecodedToken.json(token, clock.now())

    private suspend fun verdicts(
        issuer: String?,
        clientId: String?,
        verify: suspend (TokenVerification) -> List<TokenVerification.Verdict>,
    ): List<TokenVerification.Verdict>? {
        if (!isVerified) return null
        // The issuer that a token names is that of its maker, who may be anybody.
        val named = issuer ?: throw UsageError("To verify a token, name its issuer: --issuer https://idp.example.com.")
        val config = ClientConfig(clientId ?: NO_CLIENT) { caFile = context.caFile }
        val server = OAuth2Client.discover(if ("://" in named) named else "https://$named", config)
        if (server.metadata.jwksUri == null) throw CommandFailure("$named publishes no keys, so its tokens cannot be verified.")
        return verify(TokenVerification(server, options.audiences))
    }

    private fun result(
        json: JsonObject,
        verdicts: List<TokenVerification.Verdict>?,
    ): CommandResult {
        if (verdicts == null) context.stderr.println(NOT_VERIFIED)
        verdicts.orEmpty().forEach { context.stderr.println(it.text) }
        val isValid = verdicts.orEmpty().all { it.isValid }
        return CommandResult(jsonText(json), if (isValid) ExitCode.SUCCESS else ExitCode.FAILURE)
    }

    private companion object {
        /** The name of a client is needed for ID tokens alone. */
        const val NO_CLIENT = "none"
        const val NOT_VERIFIED = "Not verified: anybody can have written this. --verify checks it against the issuer."
    }
}
