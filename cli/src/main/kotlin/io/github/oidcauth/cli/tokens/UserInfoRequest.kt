// Tested by UserInfoCommandTest.
package io.github.oidcauth.cli.tokens

import io.github.oidcauth.ApiException
import io.github.oidcauth.Config
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.Token
import io.github.oidcauth.cli.Version
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.jsonText
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.openid.ExpectedSubject
import io.github.oidcauth.openid.UserInfo
import io.github.oidcauth.tokenSource
import java.io.PrintStream

/** The request for the claims of the user at the server of [config]. */
internal class UserInfoRequest(
    private val config: Config,
    private val stderr: PrintStream,
) {
    private val tokens = tokenSource(config)

    /** Returns the response as JSON. @throws io.github.oidcauth.AuthException if there is none, or it is about another user. */
    suspend fun json(): String = config.client?.let { atIssuer(it) } ?: atApplication()

    private suspend fun atIssuer(client: ClientConfig): String {
        val token = tokens.token()
        val server = OAuth2Client.discover(config.host, client)
        if (server.metadata.userinfoEndpoint == null) {
            throw CommandFailure("${config.host} has no userinfo endpoint. `oidc-auth decode` shows the claims of the ID token.")
        }
        val claims =
            try {
                userInfo(server, token)
            } catch (_: InvalidTokenException) {
                userInfo(server, tokens.token(rejected = token))
            }
        return jsonText(claims.claims)
    }

    @OptIn(DelicateOidcAuthApi::class)
    private suspend fun userInfo(
        server: OAuth2Client,
        token: Token,
    ): UserInfo {
        if (token.idToken != null) return server.userInfo(token)
        stderr.println(
            "warning: there is no ID token, so the user was not compared with that of the login. --scope openid gets one.",
        )
        return server.userInfo(token, ExpectedSubject.unchecked())
    }

    private suspend fun atApplication(): String {
        val api =
            ApiClient(config.host, tokens) {
                caFile = config.caFile
                userAgent = "oidc-auth/${Version.TEXT}"
            }
        val response =
            try {
                api.get(ROUTE)
            } catch (e: ApiException) {
                if (e.statusCode != NOT_FOUND) throw e
                throw CommandFailure("${config.host} has no route /$ROUTE: it has no data about users.")
            }
        return jsonText(response.json())
    }

    private companion object {
        const val ROUTE = "auth/v2/userinfo"
        const val NOT_FOUND = 404
    }
}
