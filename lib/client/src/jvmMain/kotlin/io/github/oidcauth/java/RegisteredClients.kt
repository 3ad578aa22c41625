@file:JvmName("RegisteredClients")

package io.github.oidcauth.java

import io.github.oidcauth.openid.RegisteredClient
import kotlin.time.toJavaInstant
import java.time.Instant as JavaInstant

/** When the client's secret expires, or null for never. */
public fun clientSecretExpiresAt(client: RegisteredClient): JavaInstant? = client.clientSecretExpiresAt?.toJavaInstant()

/** When the client was registered, or null when the server did not say. */
public fun clientIdIssuedAt(client: RegisteredClient): JavaInstant? = client.clientIdIssuedAt?.toJavaInstant()
