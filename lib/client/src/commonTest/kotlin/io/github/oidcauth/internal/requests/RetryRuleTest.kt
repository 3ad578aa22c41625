package io.github.oidcauth.internal.requests

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

class RetryRuleTest :
    FunSpec({
        val rule = RetryRule(isSteppingUp = true, longestDelay = 10.seconds)

        fun next(
            refusal: Refusal,
            done: Set<RetryStep> = emptySet(),
            isRepeatable: Boolean = true,
            isReplaceable: Boolean = true,
            delay: Duration = Duration.ZERO,
        ) = rule.next(refusal, done, isRepeatable, isReplaceable, delay)

        test("each refusal has its step") {
            next(Refusal.TOKEN) shouldBe RetryStep.REPLACE_TOKEN
            next(Refusal.NONCE) shouldBe RetryStep.PROVE_AGAIN
            next(Refusal.LOGIN) shouldBe RetryStep.STEP_UP
            next(Refusal.SCOPE) shouldBe RetryStep.RETURN
            next(Refusal.OTHER) shouldBe RetryStep.RETURN
        }

        test("each step is taken once, in whatever order a server refuses") {
            Refusal.entries.forEach { first ->
                var done = emptySet<RetryStep>()
                var sendings = 1
                val refusals = listOf(first) + List(10) { Refusal.entries }.flatten()
                for (refusal in refusals) {
                    val step = next(refusal, done)
                    if (step !in setOf(RetryStep.RETURN, RetryStep.REPLACE_TOKEN_LATER)) sendings++
                    done = done + step
                }
                withClue(first) { sendings shouldBe 4 }
            }
        }

        test("the second refusal of the same kind is the caller's") {
            next(Refusal.TOKEN, setOf(RetryStep.REPLACE_TOKEN)) shouldBe RetryStep.RETURN
            next(Refusal.NONCE, setOf(RetryStep.PROVE_AGAIN)) shouldBe RetryStep.RETURN
            next(Refusal.LOGIN, setOf(RetryStep.STEP_UP)) shouldBe RetryStep.RETURN
        }

        test("a body that cannot be sent again is not, and the next request has another token") {
            next(Refusal.TOKEN, isRepeatable = false) shouldBe RetryStep.REPLACE_TOKEN_LATER
            next(Refusal.NONCE, isRepeatable = false) shouldBe RetryStep.RETURN
            next(Refusal.LOGIN, isRepeatable = false) shouldBe RetryStep.RETURN
        }

        test("a token that is not to be replaced is not, now or later") {
            next(Refusal.TOKEN, isReplaceable = false) shouldBe RetryStep.RETURN
            next(Refusal.TOKEN, isReplaceable = false, isRepeatable = false) shouldBe RetryStep.RETURN
            next(Refusal.NONCE, isReplaceable = false) shouldBe RetryStep.PROVE_AGAIN
            next(Refusal.LOGIN, isReplaceable = false) shouldBe RetryStep.STEP_UP
        }

        test("the longest delay is waited for, and no millisecond more") {
            next(Refusal.TOKEN, delay = 10.seconds) shouldBe RetryStep.REPLACE_TOKEN
            next(Refusal.TOKEN, delay = 10.seconds + 1.milliseconds) shouldBe RetryStep.REPLACE_TOKEN_LATER
            next(Refusal.NONCE, delay = Duration.INFINITE) shouldBe RetryStep.RETURN
        }

        test("no user is asked to log in where that is switched off") {
            RetryRule(isSteppingUp = false, longestDelay = 10.seconds)
                .next(Refusal.LOGIN, emptySet(), isRepeatable = true, isReplaceable = true, Duration.ZERO) shouldBe
                RetryStep.RETURN
        }
    })
