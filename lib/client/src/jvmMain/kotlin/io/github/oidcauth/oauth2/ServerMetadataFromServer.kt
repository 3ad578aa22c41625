@file:JvmName("ServerMetadataFromServer")

package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.assembly.Clients
import io.ktor.client.HttpClient

/**
 * Returns the metadata that the server [issuer] publishes (OpenID Connect Discovery 1.0, RFC 8414), for callers that have no
 * client there yet. They must name exactly [issuer], unless [issuerCheck] is set. The URL of the metadata document is
 * accepted in place of an issuer. Requests are made with [httpClient], or with the library's own.
 *
 * @throws io.github.oidcauth.AuthException if there are no metadata, or they are not trusted.
 */
@JvmSynthetic
public suspend fun ServerMetadata.Companion.discover(
    issuer: String,
    issuerCheck: IssuerCheck = IssuerCheck.Exact,
    httpClient: HttpClient? = null,
): ServerMetadata = Clients.ofProcess.metadata(issuer, issuerCheck, httpClient)
