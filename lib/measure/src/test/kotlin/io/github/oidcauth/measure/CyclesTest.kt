package io.github.oidcauth.measure

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe

class CyclesTest :
    FunSpec({
        fun graph(
            vararg edges: String,
        ) = edges.groupBy({ it.substring(0, 1) }, { it.substring(1) }).mapValues { it.value.toSet() }

        test("a graph that only goes down has no cycle") {
            cyclesOf(graph("ab", "ac", "bd", "cd")).shouldBeEmpty()
        }

        test("nodes that lead to each other are one cycle, by way of whatever others") {
            cyclesOf(graph("ab", "bc", "ca", "cd")) shouldBe listOf(setOf("a", "b", "c"))
        }

        test("cycles that are not linked both ways are two, the larger first") {
            cyclesOf(graph("ab", "ba", "bc", "cd", "de", "ec")) shouldBe listOf(setOf("c", "d", "e"), setOf("a", "b"))
        }

        test("a node that refers to itself is none") {
            cyclesOf(graph("aa", "ab")).shouldBeEmpty()
        }
    })
