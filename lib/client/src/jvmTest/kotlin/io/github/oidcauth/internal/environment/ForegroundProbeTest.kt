package io.github.oidcauth.internal.environment

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class ForegroundProbeTest :
    FunSpec({
        fun isForeground(status: String?) = ForegroundProbe { status }.isForeground()

        test("the group in the foreground of the terminal is this process's, or another") {
            isForeground("4711 (java) S 4000 4710 4000 34816 4710 4194304 0") shouldBe true
            isForeground("4711 (java) S 4000 4710 4000 34816 4000 4194304 0") shouldBe false
        }

        test("without a terminal there is no background") {
            isForeground("4711 (java) S 1 4711 4711 0 -1 4194304 0") shouldBe true
        }

        test("a program may have any name") {
            isForeground("4711 (a) S 1 2 (b) S 4000 4710 4000 34816 4000 4194304 0") shouldBe false
        }

        test("a system that says nothing, or something else, has everything in the foreground") {
            isForeground(null) shouldBe true
            isForeground("") shouldBe true
            isForeground("4711 (java) S 4000") shouldBe true
        }
    })
