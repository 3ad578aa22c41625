@file:JvmName("ServerMetadataFromServer")

package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.assembly.Clients
import io.ktor.client.HttpClient

/** Does what [ServerMetadata.Companion.discover] says. */
@JvmSynthetic
internal suspend fun discoverMetadata(
    issuer: String,
    issuerCheck: IssuerCheck,
    httpClient: HttpClient?,
): ServerMetadata = Clients.ofProcess.metadata(issuer, issuerCheck, httpClient)
