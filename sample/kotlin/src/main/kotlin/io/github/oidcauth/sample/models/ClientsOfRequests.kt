// Tested by RequestsOAuth2ClientSamplesTest.
package io.github.oidcauth.sample.models

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.ClientSecretJwt
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.PrivateKeyJwt
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.providers.Auth0
import io.github.oidcauth.providers.Provider

/** Returns a client of a token endpoint, with a secret. */
fun clientOf(
    tokenEndpoint: String,
    id: String,
    secret: String,
): OAuth2Client {
    // region R01
    return OAuth2Client(tokenEndpoint, id, secret)
    // endregion
}

/** Returns a client that sends its secret in the header. */
fun clientWithBasic(
    tokenEndpoint: String,
    id: String,
    secret: String,
): OAuth2Client {
    // region R18
    return OAuth2Client(tokenEndpoint, id, ClientSecretBasic(secret))
    // endregion
}

/** Returns a client that sends its secret in the body. */
fun clientWithPost(
    tokenEndpoint: String,
    id: String,
    secret: String,
): OAuth2Client {
    // region R19
    return OAuth2Client(tokenEndpoint, id, ClientSecretPost(secret))
    // endregion
}

/** Returns a client that signs with its secret. */
fun clientWithSecretJwt(
    tokenEndpoint: String,
    id: String,
    secret: String,
): OAuth2Client {
    // region R20
    return OAuth2Client(tokenEndpoint, id, ClientSecretJwt(secret))
    // endregion
}

/** Returns two clients that sign with a private key: the second chooses the algorithm itself. */
fun clientsWithKey(
    tokenEndpoint: String,
    id: String,
    key: Jwk,
): List<OAuth2Client> {
    // region R21
    val client = OAuth2Client(tokenEndpoint, id, PrivateKeyJwt(key, JwsAlgorithm.ES256))
    val same = OAuth2Client(tokenEndpoint, id, key)
    return listOf(client, same)
    // endregion
}

/** Returns a public client. */
fun publicClient(
    tokenEndpoint: String,
    id: String,
): OAuth2Client {
    // region R22
    return OAuth2Client(tokenEndpoint, id)
    // endregion
}

/** Returns a client of a token endpoint and a revocation endpoint. */
fun clientThatRevokes(
    token: String,
    revocation: String,
    id: String,
    secret: String,
): OAuth2Client {
    // region R23
    val metadata = ServerMetadata { tokenEndpoint(token).revocationEndpoint(revocation) }
    return OAuth2Client(metadata, id, ClientSecretJwt(secret))
    // endregion
}

/** Returns a client of a token endpoint and an introspection endpoint. */
fun clientThatIntrospects(
    token: String,
    introspection: String,
    id: String,
    secret: String,
): OAuth2Client {
    // region R25
    val metadata = ServerMetadata { tokenEndpoint(token).introspectionEndpoint(introspection) }
    return OAuth2Client(metadata, id, ClientSecretJwt(secret))
    // endregion
}

/** Returns a client of a token endpoint and a userinfo endpoint. */
fun clientThatAsksForUsers(
    token: String,
    userinfo: String,
    id: String,
    secret: String,
): OAuth2Client {
    // region R27
    val metadata = ServerMetadata { tokenEndpoint(token).userinfoEndpoint(userinfo) }
    return OAuth2Client(metadata, id, ClientSecretJwt(secret))
    // endregion
}

/** Returns a client of the server that publishes the document at [url]. */
suspend fun clientOfDocument(
    url: String,
    id: String,
): OAuth2Client {
    // region R29
    return OAuth2Client.discover(url, id)
    // endregion
}

/** Obtains a token of a tenant of Auth0, or of another known provider. */
suspend fun tokenOfTenant(
    id: String,
    secret: String,
    tenant: Provider = Auth0.tenant("mytenant.eu"),
): Token {
    // region R30
    val client = OAuth2Client.of(tenant, id, secret)
    return client.token(ClientCredentialsGrant { audience("audience") })
    // endregion
}
