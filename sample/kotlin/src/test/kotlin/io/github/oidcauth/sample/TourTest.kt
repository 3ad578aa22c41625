package io.github.oidcauth.sample

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

class TourTest :
    FunSpec({
        test("the tour takes all its steps, says one line for each, and shows no secret") {
            val lines = mutableListOf<String>()
            tour(interactive = false, lines::add) shouldBe 0
            lines.filter { it.first().isDigit() } shouldHaveSize 7
            lines.last() shouldContain "Done"
            lines.joinToString("\n") shouldNotContain "eyJ"
        }
    })
