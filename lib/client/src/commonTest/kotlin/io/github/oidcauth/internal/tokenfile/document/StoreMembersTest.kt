package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.SettableClock
import io.github.oidcauth.Token
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class StoreMembersTest :
    FunSpec({
        val now = SettableClock().now()

        fun member(
            name: String,
            end: Instant? = null,
        ) = StoreMember.of(name, JsonObject(mapOf(StoreMember.TOKEN to Token("a") { expiresAt = end }.toJson())))

        fun members(vararg names: String) = StoreMembers.of(names.map { member(it) }).shouldNotBeNull()

        test("one takes the place of that of its name, or comes last") {
            val before = members("a", "b", "c")
            val new = member("b")
            val after = before.with(new)
            after["b"] shouldBeSameInstanceAs new
            after.keys.toList() shouldContainExactly listOf("a", "b", "c")
            after.values.toList() shouldContainExactly listOf(before["a"], new, before["c"])
            after.toList() shouldContainExactly listOf("a" to before["a"], "b" to new, "c" to before["c"])
            before.with(member("d")).keys.toList() shouldContainExactly listOf("a", "b", "c", "d")
            StoreMembers.EMPTY.with(new).toList() shouldContainExactly listOf("b" to new)
            before.keys.toList() shouldContainExactly listOf("a", "b", "c")
        }

        test("some take the places of others, and each is found by its name") {
            val before = members("a", "b", "c", "d")
            mapOf(
                listOf("b", "c") to "abcd",
                listOf("c", "b") to "acbd",
                listOf("x") to "axd",
                emptyList<String>() to "ad",
                listOf("x", "y", "z") to "axyzd",
            ).forEach { (names, all) ->
                val after = before.replacing(1, 3, names.map { member(it) }).shouldNotBeNull()
                after.keys.joinToString("") shouldBe all
                after.values.joinToString("") { it.name } shouldBe all
                all.forEach { after["$it"]?.name shouldBe "$it" }
                after.size shouldBe all.length
                "bcxyz".filter { it !in all }.forEach { ("$it" in after) shouldBe false }
            }
        }

        test("no name is there twice") {
            members("a", "b").replacing(0, 1, listOf(member("b"))).shouldBeNull()
            StoreMembers.of(listOf(member("a"), member("a"))).shouldBeNull()
            shouldThrow<IllegalStateException> { StoreMembers.of(mapOf("a" to member("a"), "b" to member("a"))) }
        }

        test("the stale are left out from the moment on that they are, whichever came when") {
            val stale = now - STALE_BEFORE_END
            val before = StoreMembers.of(
                listOf(member("a"), member("b", now + 2.minutes), member("c", now + 3.minutes)),
            ).shouldNotBeNull()
            before.withoutStale(now, exempt = "") shouldBeSameInstanceAs before
            before.withoutStale(stale + 2.minutes - 1.seconds, exempt = "") shouldBeSameInstanceAs before
            before.withoutStale(stale + 2.minutes, exempt = "").keys.joinToString("") shouldBe "ac"
            before.withoutStale(stale + 2.minutes, exempt = "b").keys.joinToString("") shouldBe "abc"
            val after = before.with(member("d", now + 1.minutes))
            after.withoutStale(stale + 1.minutes - 1.seconds, exempt = "") shouldBeSameInstanceAs after
            after.withoutStale(stale + 1.minutes, exempt = "").keys.joinToString("") shouldBe "abc"
            after.withoutStale(stale + 3.minutes, exempt = "").keys.joinToString("") shouldBe "a"
            before.with(member("b")).withoutStale(stale + 2.minutes, exempt = "").keys.joinToString("") shouldBe "abc"
            val changed = before.replacing(0, 1, listOf(member("a", now + 1.minutes))).shouldNotBeNull()
            changed.withoutStale(stale + 1.minutes, exempt = "").keys.joinToString("") shouldBe "bc"
        }
    })
