@file:JvmName("OAuth2Clients")

package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.printableUrl
import io.github.oidcauth.internal.assembly.processClients
import kotlin.jvm.JvmName
import kotlin.jvm.JvmSynthetic

/**
 * Creates the client [clientId] of the server whose token endpoint is [tokenEndpoint], an https URL (http on this machine).
 * No request is made: `OAuth2Client("https://login.example.com/token", "my-service", secret)`.
 *
 * Without [clientSecret], it is a public client, or one that [configure] gives other credentials. It knows no other endpoint
 * and no keys of the server: for those use [OAuth2Client.discover], or pass [ServerMetadata].
 *
 * @throws InvalidConfigException if [tokenEndpoint] is not a URL, or a setting cannot work.
 */
@JvmSynthetic
public fun OAuth2Client(
    tokenEndpoint: String,
    clientId: String,
    clientSecret: String? = null,
    configure: ClientConfig.Builder.() -> Unit = {},
): OAuth2Client = OAuth2Client(tokenEndpoint, configOf(clientId, clientSecret, configure))

/**
 * Creates the client [clientId], which authenticates with the private [signingKey] (`private_key_jwt`), of the server whose
 * token endpoint is [tokenEndpoint]: see the other `OAuth2Client`.
 */
@JvmSynthetic
public fun OAuth2Client(
    tokenEndpoint: String,
    clientId: String,
    signingKey: Jwk,
    configure: ClientConfig.Builder.() -> Unit = {},
): OAuth2Client = OAuth2Client(tokenEndpoint, configOf(clientId, signingKey, configure))

/**
 * Creates the client [clientId], which authenticates by [authentication], of the server whose token endpoint is
 * [tokenEndpoint]: `OAuth2Client("https://login.example.com/token", "my-service", ClientSecretJwt(secret))`.
 */
@JvmSynthetic
public fun OAuth2Client(
    tokenEndpoint: String,
    clientId: String,
    authentication: ClientAuthentication,
    configure: ClientConfig.Builder.() -> Unit = {},
): OAuth2Client = OAuth2Client(tokenEndpoint, configOf(clientId, authentication, configure))

/** Creates the client of [config] at the server whose token endpoint is [tokenEndpoint]: see the other `OAuth2Client`. */
@JvmSynthetic
public fun OAuth2Client(
    tokenEndpoint: String,
    config: ClientConfig,
): OAuth2Client = OAuth2Client(metadataOf(tokenEndpoint), config)

/** Creates the client [clientId] of a server whose [metadata] the caller knows. No request is made. */
@JvmSynthetic
public fun OAuth2Client(
    metadata: ServerMetadata,
    clientId: String,
    clientSecret: String? = null,
    configure: ClientConfig.Builder.() -> Unit = {},
): OAuth2Client = OAuth2Client(metadata, configOf(clientId, clientSecret, configure))

/** Creates the client [clientId], which authenticates by [authentication], of a server whose [metadata] the caller knows. */
@JvmSynthetic
public fun OAuth2Client(
    metadata: ServerMetadata,
    clientId: String,
    authentication: ClientAuthentication,
    configure: ClientConfig.Builder.() -> Unit = {},
): OAuth2Client = OAuth2Client(metadata, configOf(clientId, authentication, configure))

/** Creates the client of [config] at a server whose [metadata] the caller knows. No request is made. */
@JvmSynthetic
public fun OAuth2Client(
    metadata: ServerMetadata,
    config: ClientConfig,
): OAuth2Client = OAuth2Client(processClients.client(metadata, config))

/** Returns the configuration of the client [clientId] with [clientSecret], if it is not null. */
internal inline fun configOf(
    clientId: String,
    clientSecret: String?,
    configure: ClientConfig.Builder.() -> Unit = {},
): ClientConfig =
    ClientConfig(clientId) {
        this.clientSecret = clientSecret
        configure()
    }

/** Returns the configuration of the client [clientId] with the private [signingKey]. */
internal inline fun configOf(
    clientId: String,
    signingKey: Jwk,
    configure: ClientConfig.Builder.() -> Unit = {},
): ClientConfig =
    ClientConfig(clientId) {
        this.signingKey = signingKey
        configure()
    }

/** Returns the configuration of the client [clientId], which authenticates by [authentication]. */
internal inline fun configOf(
    clientId: String,
    authentication: ClientAuthentication,
    configure: ClientConfig.Builder.() -> Unit = {},
): ClientConfig =
    ClientConfig(clientId) {
        this.authentication = authentication
        configure()
    }

private fun metadataOf(tokenEndpoint: String): ServerMetadata {
    val metadata = ServerMetadata { tokenEndpoint(tokenEndpoint) }
    if (metadata.tokenEndpoint == null) {
        throw InvalidConfigException(
            "The token endpoint ${tokenEndpoint.printableUrl()} is not an https URL without a user name. " +
                "Pass the URL that the server's documentation names, such as https://login.example.com/token.",
        )
    }
    return metadata
}
