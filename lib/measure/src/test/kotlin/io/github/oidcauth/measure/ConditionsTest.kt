package io.github.oidcauth.measure

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class ConditionsTest :
    FunSpec({
        fun broken(code: String) = Conditions.brokenIn(code.trimIndent().lines())

        test("a condition that goes on in the next line is broken") {
            broken("if (fault ==\n    TLS\n) {") shouldBe 1
            broken("} else if (\n    fault\n) {") shouldBe 1
            broken("while (a(\n    b)) {") shouldBe 1
        }

        test("a condition that ends in its line is none, whatever its branches are") {
            broken("if (a(b) && (c || d)) {") shouldBe 0
            broken("if (a) call(\n    b,\n)") shouldBe 0
        }

        test("a text that only looks like a condition is none") {
            broken("notif (a ==\n b)") shouldBe 0
            broken("// if (a ==\n// b)") shouldBe 0
        }
    })
