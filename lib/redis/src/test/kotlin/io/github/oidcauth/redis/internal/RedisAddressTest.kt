// Tests AddressSettings.
package io.github.oidcauth.redis.internal

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain

class RedisAddressTest : FunSpec({
    test("a host alone is port 6379 and database 0 without TLS") {
        val address = RedisAddress.parse("redis://tokens.example.com")
        address.isTls shouldBe false
        address.nodes.single().host shouldBe "tokens.example.com"
        address.nodes.single().port shouldBe 6379
        address.database shouldBe 0
        address.user.shouldBeNull()
        address.password.shouldBeNull()
        address.settings shouldBe emptyMap()
    }

    test("everything that can be in an address is read") {
        val address = RedisAddress.parse("REDISS://worker:s%2Fe%3Acret+%25@[::1]:7000/3?prefix=a%26b&timeout=2")
        address.isTls shouldBe true
        address.nodes.single().host shouldBe "::1"
        address.nodes.single().port shouldBe 7000
        address.database shouldBe 3
        address.user shouldBe "worker"
        address.password shouldBe "s/e:cret+%"
        address.settings shouldBe mapOf("prefix" to "a&b", "timeout" to "2")
        "$address" shouldBe "rediss://worker@[::1]:7000/3"
    }

    test("a password needs no user, and a user no password") {
        RedisAddress.parse("redis://:secret@h").let { it.user to it.password } shouldBe (null to "secret")
        RedisAddress.parse("redis://worker@h").let { it.user to it.password } shouldBe ("worker" to null)
        RedisAddress.parse("redis://worker:@h").password.shouldBeNull()
    }

    test("a password may have colons") {
        RedisAddress.parse("redis://u:a:b@h").password shouldBe "a:b"
    }

    test("neither the password nor settings are printed, whoever brought it") {
        val address = RedisAddress.parse("redis://u:hunter2@h?ca=/secret").withPassword("hunter3")
        address.password shouldBe "hunter3"
        "$address" shouldBe "redis://u@h:6379/0"
    }

    test("sentinels are several, and say where the Redis is that they call by a name") {
        val address = RedisAddress.parse("rediss-sentinel://worker:s%2C%40@a,b:7000/3?lease=2#my.master")
        address.isTls shouldBe true
        address.nodes.map { "$it" } shouldBe listOf("a:26379", "b:7000")
        address.master shouldBe "my.master"
        address.user shouldBe "worker"
        address.password shouldBe "s,@"
        address.database shouldBe 3
        address.settings shouldBe mapOf("lease" to "2")
        "$address" shouldBe "rediss-sentinel://worker@a:26379,b:7000/3#my.master"
    }

    listOf(
        "redis://u:hunter2@a,b",
        "redis-sentinel://u:hunter2@a,b",
        "redis-sentinel://u:hunter2@a,b#",
        "redis-sentinel://u:hunter2@a,b#a%20b",
        "redis-sentinel://u:hunter2@a,#m",
        "redis-sentinel://u:hunter2@,a#m",
        "redis-sentinel://u:hunter2@#m",
        "redis-sentinel://u:hunter2@a:0,b#m",
        "redis-cluster://u:hunter2@a",
        "http://hunter2@h",
        "redis",
        "redis:hunter2",
        "redis://",
        "redis://u:hunter2@",
        "redis://u:hunter2@h:0",
        "redis://u:hunter2@h:65536",
        "redis://u:hunter2@h:port",
        "redis://u:hunter2@h/name",
        "redis://u:hunter2@h/-1",
        "redis://u:hunter2@h/65536",
        "redis://u:hunter2@h/0/1",
        "redis://u:hunter2#@h",
        "redis://u:hunter2@h#f",
        "redis://u:hunter2 @h",
        "redis://u:hunter2%@h",
        "redis://u:hunter2%zz@h",
        "redis://u:hunter2@h?a=1&a=2",
    ).forEach { text ->
        test("refused without repeating it: $text") {
            val error = shouldThrow<InvalidConfigException> { RedisAddress.parse(text) }
            error.message shouldNotContain "hunter2"
            error.cause.shouldBeNull()
        }
    }

    test("this machine is known by its names and numbers, and nothing else is taken for it") {
        listOf("localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "[::1]").forEach {
            withClue(it) { RedisAddress.parse("redis://$it").isLoopback shouldBe true }
        }
        listOf("localhost.example.com", "127.0.0.1.example.com", "10.0.0.1", "[::2]", "h").forEach {
            withClue(it) { RedisAddress.parse("redis://$it").isLoopback shouldBe false }
        }
        RedisAddress.parse("redis-sentinel://localhost#m").isLoopback shouldBe false
    }
})
