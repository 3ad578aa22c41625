package io.github.oidcauth.cli.doctor

import io.github.oidcauth.cli.doctor.Check.Status
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

internal class ClockSkewTest : FunSpec({
    val now = Instant.parse("2026-11-30T12:00:00Z")

    test("half a minute is within the leeway for tokens, and more than five minutes are harmful") {
        for (direction in listOf(1, -1)) {
            ClockSkew.check(now + (30 * direction).seconds, now).status shouldBe Status.OK
            ClockSkew.check(now + (31 * direction).seconds, now).status shouldBe Status.WARNING
            ClockSkew.check(now + (300 * direction).seconds, now).status shouldBe Status.WARNING
            ClockSkew.check(now + (301 * direction).seconds, now).status shouldBe Status.FAILED
        }
    }

    test("the text says in which direction, and what to do") {
        ClockSkew.check(now - 100.seconds, now).text shouldContain "100 seconds ahead of the server's"
        ClockSkew.check(now + 100.seconds, now).text shouldContain "100 seconds behind the server's"
        ClockSkew.check(now + 100.seconds, now).text shouldContain "NTP"
    }

    test("the time in a cache is not skew, and no date is no fault") {
        ClockSkew.check(now - 1000.seconds, now, 1000.seconds).status shouldBe Status.OK
        ClockSkew.check(null, now).status shouldBe Status.OK
    }

    test("a clock that is set during the checks is noticed") {
        ClockSkew.jump(5.seconds, 5900.milliseconds) shouldBe null
        ClockSkew.jump(5.seconds, 6001.milliseconds).shouldNotBeNull().status shouldBe Status.WARNING
        ClockSkew.jump(5.seconds, 3.seconds).shouldNotBeNull().text shouldContain "was set by -2 seconds"
    }
})
