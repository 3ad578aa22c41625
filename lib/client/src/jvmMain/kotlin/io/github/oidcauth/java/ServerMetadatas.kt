@file:JvmName("ServerMetadatas")

package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.concurrent.runBlocking
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.oauth2.discover

/**
 * Returns the metadata that the server [issuer] publishes (OpenID Connect Discovery 1.0, RFC 8414). They must name [issuer],
 * as [issuerCheck] compares it: exactly, if none is given. The URL of the metadata document is accepted in place of an
 * issuer.
 *
 * @throws AuthException if there are no metadata, or they are not trusted.
 */
@JvmOverloads
@Throws(AuthException::class)
public fun discover(
    issuer: String,
    issuerCheck: IssuerCheck = IssuerCheck.Exact,
): ServerMetadata = runBlocking { ServerMetadata.discover(issuer, issuerCheck) }
