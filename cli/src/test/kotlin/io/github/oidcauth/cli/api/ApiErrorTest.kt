package io.github.oidcauth.cli.api

import io.github.oidcauth.InsufficientScopeException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.InvalidTokenException
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldHaveMaxLength
import io.kotest.matchers.string.shouldNotContain

internal class ApiErrorTest : FunSpec({
    fun line(body: String) = ApiError.line(404, "GET", "https://api.example/notes/9?token=s3cret", body)

    test("status, method and URL are named, without the query") {
        line("") shouldBe "Error: HTTP 404 for GET https://api.example/notes/9"
    }

    test("the words of problem details, OAuth errors and the usual messages are on the same line") {
        line("""{"title":"No such note","detail":"There is no note 9.","status":404}""") shouldBe
            "Error: HTTP 404 for GET https://api.example/notes/9: No such note: There is no note 9."
        line("""{"error":"invalid","error_description":"why"}""") shouldBe
            "Error: HTTP 404 for GET https://api.example/notes/9: invalid: why"
        line("""{"message":"Not Found"}""") shouldBe "Error: HTTP 404 for GET https://api.example/notes/9: Not Found"
        line("""{"detail":"Not Found","title":"Not Found"}""") shouldBe
            "Error: HTTP 404 for GET https://api.example/notes/9: Not Found"
    }

    test("bodies of another kind add nothing") {
        listOf("<html>", "[1]", "{", "{\"title\":7}", "{\"title\":\"\"}", "{\"a\":".repeat(5000)).forEach {
            line(it) shouldBe "Error: HTTP 404 for GET https://api.example/notes/9"
        }
    }

    test("a missing scope and another login are advised, and nothing else") {
        ApiError.advice(InsufficientScopeException(scope = "read\u001b write")) shouldBe
            "The token does not allow this. Log in again with --scope and the scope that the API requires: read  write"
        ApiError.advice(InsufficientScopeException()).orEmpty() shouldEndWith "that the API requires"
        ApiError.advice(InsufficientUserAuthenticationException()).orEmpty() shouldContain "more recent or a stronger login"
        ApiError.advice(InvalidTokenException()) shouldBe null
        ApiError.advice(null) shouldBe null
    }

    test("a token that the API repeats is left out") {
        line("""{"title":"bad Authorization: Bearer s3cret.s3cret-x~","detail":"DPoP s3crets3cret=="}""") shouldBe
            "Error: HTTP 404 for GET https://api.example/notes/9: bad Authorization: Bearer ...: DPoP ..."
        line("""{"title":"Basic usage is over"}""") shouldEndWith ": Basic usage is over"
    }

    test("the words cannot control a terminal, and are cut") {
        line("{\"title\":\"\\u001b[2J\\nx\"}") shouldNotContain "\u001b"
        line("{\"title\":\"\\u001b[2J\\nx\"}") shouldNotContain "\n"
        line("{\"title\":\"${"x".repeat(5000)}\"}") shouldHaveMaxLength 400
    }
})
