package io.github.oidcauth.measure

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class DuplicatesTest :
    FunSpec({
        fun lines(range: IntRange) = range.map { "val line$it = $it" }

        test("a run of six lines that stands twice counts twice") {
            Duplicates.shareOf(listOf(lines(1..6) + lines(11..14), lines(21..24) + lines(1..6))) shouldBe 0.6
        }

        test("five lines are no run, nor are imports and braces") {
            Duplicates.shareOf(listOf(lines(1..5), lines(1..5))) shouldBe 0.0
            Duplicates.shareOf(List(2) { List(8) { "import a.b" } + List(8) { "}" } }) shouldBe 0.0
        }

        test("lines of runs that overlap count once") {
            Duplicates.shareOf(listOf(lines(1..8), lines(1..8))) shouldBe 1.0
        }
    })
