package io.github.oidcauth

import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.internal.responses.REGISTERED_ERRORS
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch

class OAuthExceptionTest :
    FunSpec({
        test("every class of the family has its code in the table, and no class has two") {
            val family = OAuthException::class.java.permittedSubclasses.map { it.simpleName }
            family shouldContainExactlyInAnyOrder REGISTERED_ERRORS.values.map { it.java.simpleName } + "OtherOAuthException"
        }

        context("without a word from the server the message is sentences of ours, in words and not in codes") {
            REGISTERED_ERRORS.keys.forEach { code ->
                test(code) {
                    val error = OAuthError(code).toException()
                    error.message shouldMatch Regex("[A-Z][^_]+\\.")
                    error.errorDescription shouldBe null
                    error.errorUri shouldBe null
                    error.statusCode shouldBe null
                    error.detail shouldBe null
                }
            }
        }
    })
