// Tested by TokenManagerTest.
package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.addresses.IssuerKey
import io.github.oidcauth.internal.addresses.IssuerName
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.RequestOptions

/**
 * The clients that stored tokens were issued to, for one run over the store. Each issuer is discovered at most once in the run,
 * even if it cannot be reached. Not thread-safe.
 *
 * The key, which the caller wrote, names the issuer and client of a token. The content of the token is never used for that: it
 * could send the client's secret to an attacker who made the token.
 */
internal class IssuerClients(
    /** The clients that have more than a public identifier. */
    private val registered: List<IssuerTarget>,
    /** The file of trusted authorities for all other clients, or null. */
    private val caFile: String?,
    private val connect: suspend (IssuerTarget) -> ProtocolClient,
) {
    private val connections = mutableMapOf<Pair<String, String>, Connection>()

    private class Connection(
        val client: ProtocolClient?,
        val failure: AuthException?,
    )

    /**
     * Returns the client of [key], or null when [key] belongs to an application.
     *
     * @throws AuthException when its issuer cannot be reached.
     */
    suspend fun find(key: TokenKey): ProtocolClient? {
        val issuerKey = key.issuerKey ?: return null
        val connection = connections.getOrPut(issuerKey.issuer to issuerKey.clientId) { open(issuerKey) }
        return connection.client ?: throw checkNotNull(connection.failure)
    }

    /**
     * Returns the client of [key].
     *
     * @throws InvalidConfigException when [key] belongs to an application.
     */
    suspend fun require(key: TokenKey): ProtocolClient =
        find(key) ?: throw InvalidConfigException(
            "The token for $key is of an application with py-oidc-auth, which neither revokes tokens nor tells about them.",
        )

    private suspend fun open(key: IssuerKey): Connection =
        try {
            Connection(connect(target(key)), null)
        } catch (e: AuthException) {
            Connection(null, e)
        }

    /**
     * Returns the registered target of exactly this issuer and client, because no other may receive its secret. Returns a
     * public client if none is registered.
     */
    private fun target(key: IssuerKey): IssuerTarget =
        registered.find { it.issuer == key.issuer && it.client.clientId == key.clientId }
            ?: IssuerTarget.of(discoveryUrlOf(key.issuer), publicClient(key.clientId), metadata = null, RequestOptions.NONE)

    private fun publicClient(id: String): ClientConfig = ClientConfig(id) { caFile = this@IssuerClients.caFile }

    /**
     * Returns the URL for discovery. If a login named its issuer by the URL of a metadata document, the key lacks the final slash
     * that the issuer may have. The document has the same URL for both, and names the right one.
     */
    private fun discoveryUrlOf(issuer: String): String = if (issuer.endsWith('/')) issuer else issuer + IssuerName.OPENID
}
