package io.github.oidcauth.measure

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

class CommentsTest :
    FunSpec({
        val comments =
            Comments(
                """
                /*
                 * A licence.
                 */
                package a

                /** Returns the sum. */
                fun a() = 1 // of one

                // Why it is so.
                /**
                 * Whether it is so.
                 *
                 * @return true
                 */
                val b = true
                """.trimIndent().lines(),
            )

        test("documentation is told from other comments and from code") {
            comments.documentation.shouldContainExactly("Returns the sum.", "Whether it is so.\n\n@return true")
            comments.documentationLines shouldBe 6
            comments.codeLines.shouldContainExactly("package a", "fun a() = 1 // of one", "val b = true")
        }

        test("documentation is a clause by its first word as a whole") {
            comments.documentation.map(Comments::isClause).shouldContainExactly(false, true)
            Comments.isClause("What's left.") shouldBe true
            Comments.isClause("Whatever is left.") shouldBe false
            Comments.isClause("[What] is left.") shouldBe false
            Comments.isClause("") shouldBe false
        }
    })
