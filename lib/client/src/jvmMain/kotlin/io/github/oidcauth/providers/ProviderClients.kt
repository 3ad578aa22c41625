@file:JvmName("ProviderClients")

package io.github.oidcauth.providers

import io.github.oidcauth.internal.assembly.Clients
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.OAuth2Client

/**
 * Returns the client [clientId] of [provider]. Its metadata are fetched, unless they are built in; then no request is made.
 *
 * @throws io.github.oidcauth.AuthException if there are no metadata, or they are not trusted.
 */
@JvmSynthetic
public suspend fun OAuth2Client.Companion.of(
    provider: Provider,
    clientId: String,
    configure: ClientConfig.Builder.() -> Unit = {},
): OAuth2Client = of(provider, ClientConfig(clientId, configure))

/** Returns the client of [config] at [provider]: see the other `of`. Java callers find this in `BlockingOAuth2Client`. */
@JvmSynthetic
public suspend fun OAuth2Client.Companion.of(
    provider: Provider,
    config: ClientConfig,
): OAuth2Client = OAuth2Client(Clients.ofProcess.of(provider, config))
