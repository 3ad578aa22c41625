package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.tokenstore.PendingWrites.Entry
import io.github.oidcauth.internal.tokenstore.PendingWrites.PreviousState
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
        val here = Prompts.StoreKey("here", key)
        val there = Prompts.StoreKey("there", key)
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
            before: PreviousState = PreviousState.Known(null),
        ) = Entry(token(name), before, now, now)

        test("clearing one store forgets its tokens, and those alone") {
            val pendingWrites = PendingWrites()
            pendingWrites.keep(here, entry("a"))
            pendingWrites.keep(there, entry("b"))
            pendingWrites.removeAll("here")
            pendingWrites[here].shouldBeNull()
            pendingWrites[there]?.token shouldBe token("b")
        }

        test("clearing one store tells those who are writing its tokens, and nobody else") {
            runTest {
                val pendingWrites = PendingWrites()
                pendingWrites.trackWrite(here) { isRemovedHere ->
                    pendingWrites.trackWrite(there) { isRemovedThere ->
                        isRemovedHere() shouldBe false
                        pendingWrites.removeAll("here")
                        isRemovedHere() shouldBe true
                        isRemovedThere() shouldBe false
                        // A later removal does not cancel an earlier one.
                        pendingWrites.removeAll("there")
                        isRemovedHere() shouldBe true
                        isRemovedThere() shouldBe true
                    }
                }
            }
        }

        test("a removal that comes before or after the writing is none of its") {
            runTest {
                val pendingWrites = PendingWrites()
                pendingWrites.remove(here)
                pendingWrites.trackWrite(here) { isRemoved ->
                    pendingWrites.remove(there)
                    isRemoved() shouldBe false
                    pendingWrites.remove(here)
                    isRemoved() shouldBe true
                }
                pendingWrites.trackWrite(here) { isRemoved -> isRemoved() shouldBe false }
            }
        }

        test("only the token that was seen is replaced, removed or forgotten") {
            val pendingWrites = PendingWrites()
            val newer = entry("newer")
            pendingWrites.keep(here, newer) shouldBe true
            val older = entry("older")
            pendingWrites.replace(here, older, entry("other")) shouldBe false
            pendingWrites.remove(here, older)
            pendingWrites.forget(here, older)
            pendingWrites[here] shouldBeSameInstanceAs newer
            pendingWrites.keep(here, newer) shouldBe false
            val next = entry("next")
            pendingWrites.replace(here, newer, next) shouldBe true
            pendingWrites[here] shouldBeSameInstanceAs next
            pendingWrites.remove(here, next)
            pendingWrites.isEmpty shouldBe true
            pendingWrites.remove(here) shouldBe false
        }

        context("a token in memory gives way to what is stored") {
            val old = token("old") { expiresAt = now + 1.minutes }
            val kept = entry("kept", PreviousState.Known(old))
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
                test(name) { kept.isSupersededBy(case.first, now) shouldBe case.second }
            }

            test("where nothing was, by anything and not by nothing") {
                entry("kept").isSupersededBy(token("sibling"), now) shouldBe true
                entry("kept").isSupersededBy(null, now) shouldBe false
            }

            test("where nobody knows what was, by itself and by what is good") {
                val unread = entry("kept", PreviousState.Unreadable)
                unread.isSupersededBy(unread.token, now) shouldBe true
                unread.isSupersededBy(token("good") { expiresAt = now + 1.minutes }, now) shouldBe true
                unread.isSupersededBy(token("over") { expiresAt = now }, now) shouldBe false
                unread.isSupersededBy(null, now) shouldBe false
            }
        }
    })
