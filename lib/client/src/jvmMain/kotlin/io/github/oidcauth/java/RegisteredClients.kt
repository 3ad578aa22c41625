@file:JvmName("RegisteredClients")

package io.github.oidcauth.java

import io.github.oidcauth.openid.RegisteredClient
import kotlin.time.toJavaInstant
import java.time.Instant as JavaInstant

/** Returns the time at which the client's secret expires, or null if it never does. */
public fun clientSecretExpiresAt(client: RegisteredClient): JavaInstant? = client.clientSecretExpiresAt?.toJavaInstant()

/** Returns the time at which the client was registered, or null when the server did not say. */
public fun clientIdIssuedAt(client: RegisteredClient): JavaInstant? = client.clientIdIssuedAt?.toJavaInstant()
