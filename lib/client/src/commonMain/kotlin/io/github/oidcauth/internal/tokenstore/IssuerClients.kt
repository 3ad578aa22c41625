package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.addresses.IssuerKey
import io.github.oidcauth.internal.addresses.IssuerName
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RequestOptions

/**
 * The clients that stored tokens were issued to, for one run over the store: an issuer is discovered once in it, and one that
 * cannot be reached is not asked again. Not thread-safe.
 *
 * The key says whose a token is, and it is the caller who wrote the key. What a token says of itself is never looked at: it
 * would send the client's secret to whoever made the token.
 */
internal class IssuerClients(
    /** The clients that are more than a public identifier. */
    private val registered: List<IssuerTarget>,
    /** The file of authorities that all other clients trust, or null. */
    private val caFile: String?,
    private val connect: suspend (IssuerTarget) -> OAuth2Client,
) {
    private val connections = mutableMapOf<Pair<String, String>, Connection>()

    private class Connection(
        val client: OAuth2Client?,
        val failure: AuthException?,
    )

    /**
     * The client of [key], or null when that is the key of an application. @throws AuthException when its issuer cannot be
     * reached.
     */
    suspend fun find(key: TokenKey): OAuth2Client? {
        val issuerKey = key.issuerKey ?: return null
        val connection = connections.getOrPut(issuerKey.issuer to issuerKey.clientId) { open(issuerKey) }
        return connection.client ?: throw checkNotNull(connection.failure)
    }

    /** @throws InvalidConfigException when [key] is that of an application. */
    suspend fun require(key: TokenKey): OAuth2Client =
        find(key) ?: throw InvalidConfigException(
            "The token for $key is of an application with py-oidc-auth, which neither revokes tokens nor tells about them.",
        )

    private suspend fun open(key: IssuerKey): Connection =
        try {
            Connection(connect(target(key)), null)
        } catch (e: AuthException) {
            Connection(null, e)
        }

    /** To the letter: another issuer, or another client of the same one, is a stranger to the secret. */
    private fun target(key: IssuerKey): IssuerTarget =
        registered.find { it.issuer == key.issuer && it.client.clientId == key.clientId }
            ?: IssuerTarget.of(discoveryUrlOf(key.issuer), publicClient(key.clientId), metadata = null, RequestOptions.NONE)

    private fun publicClient(id: String): ClientConfig = ClientConfig(id) { caFile = this@IssuerClients.caFile }

    /**
     * Returns the address for discovery. The key of a login by the URL of a metadata document lacks the final slash that the
     * issuer may have; the document, which is at the same place for both, names the right one.
     */
    private fun discoveryUrlOf(issuer: String): String = if (issuer.endsWith('/')) issuer else issuer + IssuerName.OPENID
}
