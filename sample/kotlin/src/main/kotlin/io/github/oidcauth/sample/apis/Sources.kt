package io.github.oidcauth.sample.apis

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.TokenSource
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.TokenExchangeGrant
import java.nio.file.Path

/** Returns a source of tokens of a service, which all its processes share. */
fun sharedTokens(
    client: OAuth2Client,
    file: Path,
): TokenSource =
    client.tokenSource(ClientCredentialsGrant("read")) {
        store = FileTokenStore(file)
        refreshAhead = 0.2
        onFailure { println("The token was not refreshed: ${it.message}") }
    }

/** Returns a source of tokens for another API, on behalf of the user of [userToken]. */
fun tokensOnBehalfOf(
    client: OAuth2Client,
    userToken: String,
): TokenSource = client.tokenSource(TokenExchangeGrant(userToken) { scope("read") })
