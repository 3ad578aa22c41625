// Tests OpenIdErrors.
package io.github.oidcauth

import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.internal.responses.REGISTERED_ERRORS
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch

class OAuthExceptionTest :
    FunSpec({
        test("every class of the family has its code in the table, and no class has two") {
            val family = OAuthException::class.java.permittedSubclasses.map { it.simpleName }
            family shouldContainExactlyInAnyOrder REGISTERED_ERRORS.values.map { it.java.simpleName } + "OtherOAuthException"
        }

        context("a program can make each of them in its tests") {
            REGISTERED_ERRORS.forEach { (code, type) ->
                test(code) {
                    val made =
                        type.java.getConstructor(String::class.java, Int::class.javaObjectType).newInstance("Why\tnot", 400)
                    made.error shouldBe code
                    made.errorDescription shouldBe "Why not"
                    made.statusCode shouldBe 400
                    type.java.getConstructor().newInstance().message shouldBe OAuthError(code).toException().message
                }
            }

            test("also those of other codes, and those with members of a challenge") {
                OtherOAuthException("payment_required").error shouldBe "payment_required"
                listOf("invalid_grant", "").forEach { shouldThrow<IllegalArgumentException> { OtherOAuthException(it) } }
                InsufficientScopeException(scope = "write").scope shouldBe "write"
                val stronger = InsufficientUserAuthenticationException(acrValues = "gold", maxAgeSeconds = 60)
                listOf(stronger.acrValues, stronger.maxAgeSeconds) shouldBe listOf("gold", 60L)
            }

            test("and every other AuthException") {
                fun kindsOf(type: Class<*>): List<Class<*>> = type.permittedSubclasses?.flatMap(::kindsOf) ?: listOf(type)
                val kinds = kindsOf(AuthException::class.java)
                kinds shouldContainAll listOf(StoreException::class.java, InvalidGrantException::class.java)
                kinds.filter { type ->
                    type.constructors.none { made ->
                        !made.isSynthetic && made.parameterTypes.none { it.name.startsWith("io.github.oidcauth.internal.") }
                    }
                }.shouldBeEmpty()
                val cause = TransportException(TransportException.Fault.TIMEOUT, "No response.")
                UnverifiedRefreshException("rt", cause).refreshToken shouldBe "rt"
                HttpException("Bad gateway.", 502, "{}").statusCode shouldBe 502
                HttpException("Bad gateway.", 502).detail shouldBe null
                InvalidResponseException("No JSON.", 200).statusCode shouldBe 200
            }
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
