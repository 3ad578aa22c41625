package io.github.oidcauth.openid

import java.time.Instant
import kotlin.time.toJavaInstant

/** The members of [RegisteredClient] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface RegisteredClientForJava {
    /** Returns [RegisteredClient.clientSecretExpiresAt]. */
    public fun getClientSecretExpiresAt(): Instant? = client.clientSecretExpiresAt?.toJavaInstant()

    /** Returns [RegisteredClient.clientIdIssuedAt]. */
    public fun getClientIdIssuedAt(): Instant? = client.clientIdIssuedAt?.toJavaInstant()

    private val client: RegisteredClient get() =
        when (this) {
            is RegisteredClient -> this
        }
}
