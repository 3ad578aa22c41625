package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.SettableClock
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlin.time.Duration.Companion.days
import kotlin.time.Instant

/** Stores with tokens of numbered hosts, that were written [now]. */
internal object StoreSamples {
    val now: Instant = SettableClock().now()

    fun key(number: Int): TokenKey = TokenKey.of("https://h$number")

    fun token(text: String): Token = Token(text) { expiresAt = now + 1.days }

    fun store(size: Int): StoreDocument =
        (1..size).fold(TokenDocument.EMPTY) { store, i -> store.put(key(i), token("token$i"), now) } as StoreDocument
}
