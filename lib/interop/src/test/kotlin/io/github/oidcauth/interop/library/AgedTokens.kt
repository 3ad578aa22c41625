package io.github.oidcauth.interop.library

import io.github.oidcauth.TokenStore
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds

/** Lets the access tokens in this store expire in ten seconds, as the clock would. */
internal suspend fun TokenStore.age() {
    keys().forEach { key ->
        get(key)?.let { token -> put(key, token.newBuilder().apply { expiresAt = Clock.System.now() + 10.seconds }.build()) }
    }
}
