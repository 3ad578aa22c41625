package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** Hands out what is kept under [key], an access token `kept`, and says [because] why it changes nothing. */
internal suspend fun TokenStore.shouldOnlyRead(
    key: TokenKey,
    because: String,
) {
    get(key)?.accessToken shouldBe "kept"
    keys() shouldBe setOf(key)
    listOf<suspend () -> Any?>(
        { put(key, Token("secret-token")) },
        { remove(key) },
        { clear() },
        { withLock(key) { error("must not run") } },
    ).forEach { shouldThrow<StoreException> { it() }.message shouldContain because }
    get(key)?.accessToken shouldBe "kept"
}
