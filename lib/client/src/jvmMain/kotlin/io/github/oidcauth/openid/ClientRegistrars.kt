@file:JvmName("ClientRegistrars")

package io.github.oidcauth.openid

import io.github.oidcauth.internal.assembly.Clients
import io.github.oidcauth.oauth2.ServerMetadata
import io.ktor.client.HttpClient

/** Creates a registrar for the server with [metadata], with [httpClient] in place of the library's own. No request is made. */
@JvmSynthetic
public fun ClientRegistrar(
    metadata: ServerMetadata,
    httpClient: HttpClient? = null,
): ClientRegistrar = ClientRegistrar(metadata, Clients.ofProcess.context(httpClient), allowInsecureHttp = false)
