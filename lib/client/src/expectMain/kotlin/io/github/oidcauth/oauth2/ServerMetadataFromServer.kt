package io.github.oidcauth.oauth2

import io.ktor.client.HttpClient

/** Does what [ServerMetadata.Companion.discover] says, with the HTTP client of the platform if [httpClient] is null. */
internal expect suspend fun discoverMetadata(
    issuer: String,
    issuerCheck: IssuerCheck,
    httpClient: HttpClient?,
): ServerMetadata
