package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.SlowDownException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.responses.DevicePolling.Decision
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

class DevicePollingTest :
    FunSpec({
        fun polling(
            interval: Duration = 5.seconds,
            timeout: Duration = 10.minutes,
            lifetime: Duration = 10.minutes,
        ) = DevicePolling(interval, timeout, lifetime)

        fun slowDown(interval: Duration? = null) = PollResult.SlowDown(interval, SlowDownException(OAuthError("slow_down")))

        fun Decision.pause(): Duration = shouldBeInstanceOf<Decision.Wait>().after

        val unreachable = TransportException(Fault.CONNECTION_REFUSED, "Nothing responds.")

        test("the first poll comes after one interval") { polling(interval = 7.seconds).first().pause() shouldBe 7.seconds }

        test("a server that says 0 is polled once a second") { polling(interval = 0.seconds).first().pause() shouldBe 1.seconds }

        test("pending keeps the interval") { polling().next(PollResult.Pending, 5.seconds).pause() shouldBe 5.seconds }

        test("every slow_down adds five seconds, for good") {
            val polling = polling()
            polling.next(slowDown(), 5.seconds).pause() shouldBe 10.seconds
            polling.next(slowDown(), 15.seconds).pause() shouldBe 15.seconds
            polling.next(PollResult.Pending, 30.seconds).pause() shouldBe 15.seconds
        }

        test("slow_down with a longer interval of the server's takes that one") {
            polling().next(slowDown(30.seconds), 5.seconds).pause() shouldBe 30.seconds
        }

        test("slow_down with a shorter interval than the rule's still adds five seconds") {
            polling().next(slowDown(2.seconds), 5.seconds).pause() shouldBe 10.seconds
        }

        test("an interval of ages is cut by the end of the login alone") {
            polling(interval = 3600.seconds).first().pause() shouldBe 10.minutes
            polling(interval = 120.seconds).first().pause() shouldBe 120.seconds
        }

        test("each fault in a row doubles the pause, up to half a minute, and a response ends that") {
            val polling = polling()
            val fault = PollResult.Retryable(unreachable, null)
            polling.next(fault, 5.seconds).pause() shouldBe 10.seconds
            polling.next(fault, 15.seconds).pause() shouldBe 20.seconds
            polling.next(fault, 35.seconds).pause() shouldBe 30.seconds
            polling.next(fault, 65.seconds).pause() shouldBe 30.seconds
            polling.next(PollResult.Pending, 95.seconds).pause() shouldBe 5.seconds
            polling.next(fault, 100.seconds).pause() shouldBe 10.seconds
        }

        test("a server that fails five times in a row will fail again, and any other response ends the counting") {
            val failure = ServerErrorException(OAuthError("server_error"))
            val failed = PollResult.Retryable(failure, null, isServerFailure = true)
            val polling = polling(timeout = 60.minutes)
            repeat(4) { polling.next(failed, 5.seconds).shouldBeInstanceOf<Decision.Wait>() }
            polling.next(PollResult.Pending, 5.seconds)
            repeat(4) { polling.next(failed, 5.seconds).shouldBeInstanceOf<Decision.Wait>() }
            polling.next(PollResult.Retryable(unreachable, null), 5.seconds)
            repeat(4) { polling.next(failed, 5.seconds).shouldBeInstanceOf<Decision.Wait>() }
            polling.next(failed, 5.seconds).shouldBeInstanceOf<Decision.Failed>().cause shouldBeSameInstanceAs failure
        }

        test("a way to the server that is barred is waited for without counting") {
            val polling = polling(timeout = 60.minutes)
            repeat(20) { polling.next(PollResult.Retryable(unreachable, null), 5.seconds).shouldBeInstanceOf<Decision.Wait>() }
        }

        test("after slow_down to more than half a minute a fault does not shorten the pause") {
            val polling = polling(interval = 40.seconds)
            polling.next(PollResult.Retryable(unreachable, null), 40.seconds).pause() shouldBe 40.seconds
        }

        test("Retry-After is obeyed when it is longer than the interval") {
            polling().next(PollResult.Retryable(unreachable, 20.seconds), 5.seconds).pause() shouldBe 20.seconds
            polling().next(PollResult.Retryable(unreachable, 1.seconds), 5.seconds).pause() shouldBe 10.seconds
        }

        test("the last poll comes at the very end, so that a login finished by then counts") {
            val polling = polling(timeout = 12.seconds)
            polling.next(PollResult.Pending, 10.seconds).pause() shouldBe 2.seconds
            polling.next(PollResult.Granted(Token("a")), 12.seconds).shouldBeInstanceOf<Decision.Done>()
        }

        test("after the end a pending login has timed out") {
            val failure = polling(
                timeout = 12.seconds,
            ).next(PollResult.Pending, 12.seconds).shouldBeInstanceOf<Decision.Failed>()
            failure.cause.shouldBeInstanceOf<TimedOutException>().message shouldContain "12s"
        }

        test("when the code expired first, that is what it says") {
            val failure = polling(
                timeout = 10.minutes,
            ).next(PollResult.Pending, 10.minutes).shouldBeInstanceOf<Decision.Failed>()
            failure.cause.message shouldContain "expired"
        }

        test("a network that stays down to the end is what went wrong") {
            val polling = polling(timeout = 12.seconds)
            polling.next(PollResult.Pending, 5.seconds)
            polling.next(
                PollResult.Retryable(unreachable, null),
                12.seconds,
            ).shouldBeInstanceOf<Decision.Failed>().cause shouldBeSameInstanceAs
                unreachable
        }

        test("a refusal ends it at once") {
            val denied = AuthorizationDeniedException(OAuthError("access_denied"))
            polling().next(
                PollResult.Refused(denied),
                5.seconds,
            ).shouldBeInstanceOf<Decision.Failed>().cause shouldBeSameInstanceAs
                denied
        }
    })
