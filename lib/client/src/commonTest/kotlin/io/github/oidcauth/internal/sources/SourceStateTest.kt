package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token
import io.github.oidcauth.internal.sources.SourceState.Choice
import io.github.oidcauth.internal.sources.SourceState.Held
import io.github.oidcauth.internal.sources.SourceState.Pause
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class SourceStateTest :
    FunSpec({
        val now = Instant.fromEpochSeconds(1_000_000)
        val token = Token("a") { expiresAt = now + 100.seconds }
        val held = Held(token, goodUntil = now + 40.seconds, refreshAt = now + 20.seconds)
        val pause = Pause(IllegalStateException("broken"), 1, now, now + 10.seconds)

        test("a token is ready until it is due for a refresh") {
            val state = SourceState(held)
            state.ready(now + 20.seconds - 1.milliseconds, null) shouldBe token
            state.ready(now + 20.seconds, null).shouldBeNull()
            state.ready(now, token).shouldBeNull()
        }

        test("a token that is good and due for a refresh is returned, and refreshed") {
            val state = SourceState(held)
            state.choose(now + 20.seconds, null).shouldBeInstanceOf<Choice.Use>().isRefreshDue shouldBe true
            state.choose(now + 20.seconds - 1.milliseconds, null).shouldBeInstanceOf<Choice.Use>().isRefreshDue shouldBe false
            state.choose(now + 40.seconds, null) shouldBe Choice.Obtain
        }

        test("during a pause a token is returned until it expires, and then the failure is thrown") {
            val state = SourceState(held, Pause(pause.failure, 1, now, now + 200.seconds))
            state.choose(now + 30.seconds, null).shouldBeInstanceOf<Choice.Use>().isRefreshDue shouldBe false
            state.choose(now + 100.seconds - 1.milliseconds, null).shouldBeInstanceOf<Choice.Use>()
            state.choose(now + 100.seconds, null).shouldBeInstanceOf<Choice.Fail>()
            state.choose(now + 30.seconds, token).shouldBeInstanceOf<Choice.Fail>()
            state.choose(now + 200.seconds, null) shouldBe Choice.Obtain
        }

        test("a clock that was set back ends a pause") {
            SourceState(null, pause).choose(now, null).shouldBeInstanceOf<Choice.Fail>()
            SourceState(null, pause).choose(now - 1.milliseconds, null) shouldBe Choice.Obtain
        }

        test("the store is looked at after a second, and when the clock was set back") {
            val state = SourceState(held, lookedAt = now)
            state.ready(now + 1.seconds - 1.milliseconds, null) shouldBe token
            state.ready(now + 1.seconds, null).shouldBeNull()
            state.choose(now + 1.seconds, null) shouldBe Choice.Look
            state.choose(now - 1.milliseconds, null) shouldBe Choice.Look
        }

        test("during a pause the store is looked at too, as another process may have a token") {
            val state = SourceState(null, pause, lookedAt = now)
            state.choose(now + 1.seconds - 1.milliseconds, null).shouldBeInstanceOf<Choice.Fail>()
            state.choose(now + 1.seconds, null) shouldBe Choice.Look
        }
    })
