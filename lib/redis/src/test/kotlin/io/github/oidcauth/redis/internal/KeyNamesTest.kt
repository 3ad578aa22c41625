package io.github.oidcauth.redis.internal

import io.github.oidcauth.TokenKey
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class KeyNamesTest : FunSpec({
    val key = TokenKey.of("https://h:8443/a")

    test("what belongs to a key has a name of its own, and only that of the entry leads back") {
        val names = KeyNames("p")
        names.token(key) shouldBe "p:token:{https://h:8443/a}"
        names.lease(key) shouldBe "p:lease:{https://h:8443/a}"
        names.fence(key) shouldBe "p:fence:{https://h:8443/a}"
        names.keyOf(names.token(key)) shouldBe key
        names.keyOf(names.lease(key)).shouldBeNull()
        names.keyOf("q:token:{x}").shouldBeNull()
        names.keyOf("p:token:x").shouldBeNull()
        names.keyOf("p:token:{x").shouldBeNull()
    }

    test("a prefix matches itself, whatever stands in it") {
        KeyNames("a*b?[c]\\").allTokens shouldBe """a\*b\?\[c\]\\:token:{*}"""
    }
})
