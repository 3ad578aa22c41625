@file:JvmName("ServerMetadataFromServer")

package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.assembly.Clients
import io.ktor.client.HttpClient

/**
 * Fetches the metadata that the server [issuer] publishes (OpenID Connect Discovery 1.0, RFC 8414), for programs that have no
 * client there yet. The issuer it names has to be [issuer], exactly, unless [issuerCheck] says otherwise. In place of an issuer,
 * the URL of its metadata document is taken. Requests are made with [httpClient], or with the library's own.
 *
 * @throws io.github.oidcauth.AuthException when there are no metadata, or none to trust.
 */
@JvmSynthetic
public suspend fun ServerMetadata.Companion.discover(
    issuer: String,
    issuerCheck: IssuerCheck = IssuerCheck.Exact,
    httpClient: HttpClient? = null,
): ServerMetadata = Clients.ofProcess.metadata(issuer, issuerCheck, httpClient)
