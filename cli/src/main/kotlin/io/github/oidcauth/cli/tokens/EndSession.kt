package io.github.oidcauth.cli.tokens

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.openid.LogoutOptions
import java.io.PrintStream

/**
 * The end of the user's session in the browser (OpenID Connect RP-Initiated Logout 1.0). The URL names the client alone, without the
 * ID token, because the arguments of a browser are public; so the server lets the user confirm.
 */
internal class EndSession(
    private val caFile: String?,
    private val interaction: UserInteraction,
    private val stderr: PrintStream,
) {
    /** Opens the logout page of each issuer of [tokens], and shows its URL. Returns false if one has no such page. */
    suspend fun open(tokens: List<StoredToken>): Boolean =
        tokens.mapNotNull { token -> token.issuer?.let { it to token.clientId.orEmpty() } }.distinct().map { (issuer, clientId) ->
            val url = urlOf(issuer, clientId) ?: return@map false
            stderr.println("The session in the browser ends at:\n  ${url.onOneLine()}")
            interaction.openBrowser(url)
            true
        }.all { it }

    private suspend fun urlOf(
        issuer: String,
        clientId: String,
    ): String? =
        try {
            val server = OAuth2Client.discover(issuer, ClientConfig(clientId) { caFile = this@EndSession.caFile })
            server.logoutRequest(LogoutOptions.NONE).url
        } catch (_: InvalidConfigException) {
            stderr.println("Error: ${issuer.onOneLine()} has no logout page. The session in the browser goes on.")
            null
        } catch (e: AuthException) {
            stderr.println("Error: ${e.message}")
            null
        }
}
