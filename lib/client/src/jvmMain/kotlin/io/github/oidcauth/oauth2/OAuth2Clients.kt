@file:JvmName("OAuth2Clients")

package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.assembly.Clients

/**
 * Returns the client [clientId] of the server [issuer], with the metadata that it publishes (OpenID Connect Discovery 1.0,
 * RFC 8414). They must name exactly [issuer], unless [ClientConfig.issuerCheck] is set. The URL of the metadata document is
 * accepted in place of an issuer; then the metadata must name the issuer that this URL belongs to, with a final slash or
 * without.
 *
 * @throws io.github.oidcauth.AuthException if there are no metadata, or they are not trusted.
 */
@JvmSynthetic
public suspend fun OAuth2Client.Companion.discover(
    issuer: String,
    clientId: String,
    configure: ClientConfig.Builder.() -> Unit = {},
): OAuth2Client = discover(issuer, ClientConfig(clientId, configure))

/** Returns the client of [config] at the server [issuer]: see the other `discover`. */
@JvmSynthetic
public suspend fun OAuth2Client.Companion.discover(
    issuer: String,
    config: ClientConfig,
): OAuth2Client = OAuth2Client(Clients.ofProcess.discover(issuer, config))

/** Creates the client [clientId] of a server whose [metadata] the caller knows. No request is made. */
@JvmSynthetic
public fun OAuth2Client(
    metadata: ServerMetadata,
    clientId: String,
    configure: ClientConfig.Builder.() -> Unit = {},
): OAuth2Client = OAuth2Client(metadata, ClientConfig(clientId, configure))

/** Creates the client of [config] at a server whose [metadata] the caller knows. No request is made. */
@JvmSynthetic
public fun OAuth2Client(
    metadata: ServerMetadata,
    config: ClientConfig,
): OAuth2Client = OAuth2Client(Clients.ofProcess.client(metadata, config))
