package io.github.oidcauth.measure

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

class FunctionsTest :
    FunSpec({
        fun lengths(code: String) = Functions(code.trimIndent().lines()).all.map { "${it.name} ${it.length}" }

        test("a function ends at the brace that is indented with it") {
            lengths(
                """
                class A {
                    fun one() {
                        if (true) {
                            two()
                        }
                    }

                    private suspend fun <T> List<T>.two(): Int = 2
                }
                """,
            ).shouldContainExactly("one 5", "two 1")
        }

        test("parameters of several lines belong to a function, whatever body follows") {
            lengths(
                """
                internal fun block(
                    a: Int,
                ): Int {
                    return a
                }

                internal fun expression(
                    a: Int,
                ): Int =
                    a
                        .inc()

                internal fun call(
                    a: Int,
                ): Int = listOf(
                    a,
                ).single()

                val other = 1
                """,
            ).shouldContainExactly("block 5", "expression 5", "call 5")
        }

        test("a function within a function counts, and is part of the other") {
            lengths(
                """
                fun outer() {
                    fun inner() {
                        run()
                    }
                    inner()
                }
                """,
            ).shouldContainExactly("outer 6", "inner 3")
        }

        test("a function without a body has one line, and an interface of functions is none") {
            lengths(
                """
                fun interface A {
                    fun a(): Int

                    fun b()
                }
                """,
            ).shouldContainExactly("a 1", "b 1")
        }

        test("forty lines are forty") {
            val lines = listOf("fun a() {") + List(38) { "    run()" } + "}"
            Functions(lines).all.single().length shouldBe 40
        }
    })
