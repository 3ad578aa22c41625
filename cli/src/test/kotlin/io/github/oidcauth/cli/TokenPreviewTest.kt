package io.github.oidcauth.cli

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

internal class TokenPreviewTest : FunSpec({
    test("a long token shows its first 20 characters") {
        tokenPreview("abcdefghijklmnopqrstuvwxyz".repeat(10)) shouldBe "abcdefghijklmnopqrst..."
        tokenPreview("x".repeat(60)) shouldBe "x".repeat(20) + "..."
    }

    test("a short token never shows more than a third of itself") {
        tokenPreview("x".repeat(59)) shouldBe "x".repeat(19) + "..."
        tokenPreview("abcdef") shouldBe "ab..."
        tokenPreview("a") shouldBe "..."
    }
})
