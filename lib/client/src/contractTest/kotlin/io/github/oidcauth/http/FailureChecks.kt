package io.github.oidcauth.http

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.TokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain

private fun chain(e: Throwable) = generateSequence(e) { it.cause }.take(20).toList()

internal val failureChecks: List<ContractCheck> =
    listOf(
        ContractCheck("a source that fails reaches the caller, and nothing is sent") {
            val failure = InvalidGrantException("The user is gone.")
            tokens.failure = failure
            val thrown = shouldThrow<Exception> { call("/x") }
            withClue(thrown.stackTraceToString()) {
                chain(thrown).any { it === failure || it.message == failure.message } shouldBe
                    true
            }
            api.requests.shouldBeEmpty()
        },
        ContractCheck("a renewal that fails reaches the caller, without a secret in it") {
            val failure = InvalidGrantException("The user is gone.")
            tokens.revoke()
            tokens.renewalFailure = failure
            val thrown = shouldThrow<Exception> { call("/x") }
            chain(thrown).map { it.message } shouldContain failure.message
            thrown.stackTraceToString() shouldNotContain ContractTokens.SECRET
            tokensTo("/x") shouldBe listOf(1)
        },
        ContractCheck("the refusal of a token that nobody can renew is the response") {
            tokens.instead = TokenSource.of(ContractTokens.textOf(1))
            tokens.revoke()
            repeat(2) { call("/x", "POST", "text".encodeToByteArray()).statusCode shouldBe 401 }
            call("/x", "POST", "text".encodeToByteArray(), isRepeatable = false).statusCode shouldBe 401
            call("/x").statusCode shouldBe 401
            tokensTo("/x") shouldBe listOf(1, 1, 1, 1)
        },
        ContractCheck("a client works again after its source has failed") {
            tokens.failure = InvalidGrantException("The user is gone.")
            shouldThrow<Exception> { call("/x") }
            tokens.failure = null
            call("/x").statusCode shouldBe 200
        },
    )
