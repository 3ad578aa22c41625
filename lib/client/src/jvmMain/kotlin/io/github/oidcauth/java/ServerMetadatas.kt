@file:JvmName("ServerMetadatas")

package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.concurrent.runBlocking
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.oauth2.discover

/**
 * What the server that [issuer] is publishes of itself (OpenID Connect Discovery 1.0, RFC 8414). The issuer it names has to be
 * [issuer], as [issuerCheck] compares them: exactly, if none is given. In place of an issuer, the URL of its metadata document is
 * taken.
 *
 * @throws AuthException when there are no metadata, or none to trust.
 */
@JvmOverloads
@Throws(AuthException::class, InterruptedException::class)
public fun discover(
    issuer: String,
    issuerCheck: IssuerCheck = IssuerCheck.Exact,
): ServerMetadata = runBlocking { ServerMetadata.discover(issuer, issuerCheck) }
