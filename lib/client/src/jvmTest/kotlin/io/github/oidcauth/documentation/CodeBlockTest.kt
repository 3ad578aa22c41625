package io.github.oidcauth.documentation

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

class CodeBlockTest :
    FunSpec({
        val markdown =
            """
            # Title

            ```kotlin
            val token =
                authenticate(host)

            println(token)
            ```

            <!-- not compiled: it shows what not to do -->

            ```java
            OidcAuth.authenticate(null);
            ```
            Text.

            1. A list

               ```sh
               mvn verify
               ```
            """.trimIndent()

        test("blocks are found with place, language and content") {
            CodeBlock.of("README.md", markdown).map { "${it.place} ${it.language} ${it.lines}" }.shouldContainExactly(
                "README.md:3 kotlin [val token =,     authenticate(host), , println(token)]",
                "README.md:12 java [OidcAuth.authenticate(null);]",
                "README.md:19 sh [mvn verify]",
            )
        }

        test("an exemption belongs to the block right after it and carries its reason") {
            CodeBlock.of("README.md", markdown).map { it.exemption }.shouldContainExactly(null, "it shows what not to do", null)
            CodeBlock.of("README.md", "<!-- not compiled -->\n```java\nx\n```").single().exemption shouldBe ""
        }

        test("a block is part of a file that holds its lines at another indentation") {
            val block = CodeBlock.of("README.md", markdown).first()
            block.isPartOf(
                "class Sample {\n    val token =\n        authenticate(host)\n\n    println(token)\n}".lines(),
            ) shouldBe
                true
        }

        test("a block is no part of a file that has another line in between, another order or another inner indentation") {
            val block = CodeBlock.of("README.md", markdown).first()
            block.isPartOf("val token =\n    authenticate(host)\n// more\n\nprintln(token)".lines()) shouldBe false
            block.isPartOf("println(token)\n\nval token =\n    authenticate(host)".lines()) shouldBe false
            block.isPartOf("val token =\nauthenticate(host)\n\nprintln(token)".lines()) shouldBe false
        }

        test("an empty block is part of nothing") {
            CodeBlock.of("README.md", "```kotlin\n\n```").single().isPartOf(listOf("", "")) shouldBe false
        }

        test("a fence that is never closed is an error that names its place") {
            shouldThrow<IllegalStateException> { CodeBlock.of("README.md", "Text\n```kotlin\nx") }.message shouldBe
                "README.md:2: the fence is never closed"
        }
    })
