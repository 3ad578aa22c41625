package io.github.oidcauth.redis.internal

import io.github.oidcauth.TokenKey
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class KeyNamesTest : FunSpec({
    val key = TokenKey.of("https://h:8443/a")
    val name = EntryName(key)

    test("each key has its own names, and only that of the entry leads back") {
        val names = KeyNames("p")
        names.token(name).decodeToString() shouldBe "p:token:{https://h:8443/a}"
        names.lease(key).decodeToString() shouldBe "p:lease:{https://h:8443/a}"
        names.fence(name).decodeToString() shouldBe "p:fence:{https://h:8443/a}"
        names.entryOf(names.token(name))?.key shouldBe key
        names.entryOf("p:token:{}".encodeToByteArray())?.key shouldBe TokenKey.of("")
        listOf(names.lease(key).decodeToString(), "q:token:{x}", "p:token:x", "p:token:{x", "p:token:{", "").forEach {
            names.entryOf(it.encodeToByteArray()).shouldBeNull()
        }
    }

    test("a prefix matches itself, whatever stands in it") {
        KeyNames("a*b?[c]\\").allTokens shouldBe """a\*b\?\[c\]\\:token:{*}"""
    }
})
