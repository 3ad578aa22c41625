package io.github.oidcauth.internal.session

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.session.PendingWrites.Before
import io.github.oidcauth.internal.session.PendingWrites.Entry
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Instant

class PendingWritesTest :
    FunSpec({
        val key = TokenKey.of("https://h.example")
        val here = Prompts.Subject("here", key)
        val there = Prompts.Subject("there", key)
        val now = Instant.fromEpochSeconds(1_800_000_000)

        fun token(
            name: String,
            more: Token.Builder.() -> Unit = {},
        ) = Token(name) {
            refreshToken = "r-$name"
            more()
        }

        fun entry(
            name: String,
            before: Before = Before.Known(null),
        ) = Entry(token(name), before, now, now)

        test("clearing one store forgets its tokens, and those alone") {
            val unwritten = PendingWrites()
            unwritten.keep(here, entry("a"))
            unwritten.keep(there, entry("b"))
            unwritten.removeAll("here")
            unwritten[here].shouldBeNull()
            unwritten[there]?.token shouldBe token("b")
        }

        test("clearing one store tells those who are writing its tokens, and nobody else") {
            runTest {
                val unwritten = PendingWrites()
                unwritten.writing(here) { isRemovedHere ->
                    unwritten.writing(there) { isRemovedThere ->
                        isRemovedHere() shouldBe false
                        unwritten.removeAll("here")
                        isRemovedHere() shouldBe true
                        isRemovedThere() shouldBe false
                        // What one removal has said another takes not back.
                        unwritten.removeAll("there")
                        isRemovedHere() shouldBe true
                        isRemovedThere() shouldBe true
                    }
                }
            }
        }

        test("a removal that comes before or after the writing is none of its") {
            runTest {
                val unwritten = PendingWrites()
                unwritten.remove(here)
                unwritten.writing(here) { isRemoved ->
                    unwritten.remove(there)
                    isRemoved() shouldBe false
                    unwritten.remove(here)
                    isRemoved() shouldBe true
                }
                unwritten.writing(here) { isRemoved -> isRemoved() shouldBe false }
            }
        }

        test("only the token that was seen is replaced, removed or forgotten") {
            val unwritten = PendingWrites()
            val newer = entry("newer")
            unwritten.keep(here, newer) shouldBe true
            val older = entry("older")
            unwritten.replace(here, older, entry("other")) shouldBe false
            unwritten.remove(here, older)
            unwritten.forget(here, older)
            unwritten[here] shouldBeSameInstanceAs newer
            unwritten.keep(here, newer) shouldBe false
            val next = entry("next")
            unwritten.replace(here, newer, next) shouldBe true
            unwritten[here] shouldBeSameInstanceAs next
            unwritten.remove(here, next)
            unwritten.isEmpty shouldBe true
            unwritten.remove(here) shouldBe false
        }

        context("a token in memory gives way to what is stored") {
            val old = token("old") { expiresAt = now + 1.minutes }
            val kept = entry("kept", Before.Known(old))
            val rotated = old.newBuilder().also { it.refreshToken = "another" }.build()
            val forgotten = old.newBuilder().also { it.refreshToken = null }.build()
            mapOf(
                "when it is the same" to (kept.token to true),
                "when it has another access token" to (token("sibling") to true),
                "when it has another refresh token" to (rotated to true),
                "but not when it is what was there before" to (old to false),
                "but not when that has only lost its refresh token" to (forgotten to false),
                "when what was there was removed" to (null to true),
            ).forEach { (name, case) ->
                test(name) { kept.isOvertakenBy(case.first, now) shouldBe case.second }
            }

            test("where nothing was, by anything and not by nothing") {
                entry("kept").isOvertakenBy(token("sibling"), now) shouldBe true
                entry("kept").isOvertakenBy(null, now) shouldBe false
            }

            test("where nobody knows what was, by itself and by what is good") {
                val unread = entry("kept", Before.Unreadable)
                unread.isOvertakenBy(unread.token, now) shouldBe true
                unread.isOvertakenBy(token("good") { expiresAt = now + 1.minutes }, now) shouldBe true
                unread.isOvertakenBy(token("over") { expiresAt = now }, now) shouldBe false
                unread.isOvertakenBy(null, now) shouldBe false
            }
        }
    })
