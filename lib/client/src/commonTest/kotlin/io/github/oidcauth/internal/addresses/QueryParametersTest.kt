package io.github.oidcauth.internal.addresses

import io.github.oidcauth.internal.callback.CallbackResult
import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.callback.pendingLogin
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldBeEmpty
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe

class QueryParametersTest :
    FunSpec({
        test("every value of every name is there, decoded as forms are") {
            queryParameters("a=1+2&b=%2B&a=%26%3D&c&d=&=e&&a=x=y") shouldBe
                mapOf(
                    "a" to listOf("1 2", "&=", "x=y"),
                    "b" to listOf("+"),
                    "c" to listOf(""),
                    "d" to listOf(""),
                    "" to listOf("e"),
                )
        }

        test("an empty query has no parameters") {
            queryParameters("").shouldNotBeNull().shouldBeEmpty()
        }

        test("malformed percent-encoding makes it none") {
            listOf("a=%", "a=%1", "%=a", "a=%zz").forEach { queryParameters(it) shouldBe null }
        }

        test("the state of an address is learned as it will come back: plus and %20 are the same space") {
            val address = WebAddress.parse("https://idp.example/authorize?state=a+b%7Cc%2Bd#?state=x").shouldNotBeNull()
            address.parameter("state") shouldBe "a b|c+d"
            CallbackValidator(pendingLogin("http://localhost:1/callback", "a b|c+d"))
                .validate("GET", "/callback?state=a%20b%7Cc%2Bd&code=x")
                .let { it is CallbackResult.Accepted } shouldBe true
        }

        test("an address has no parameters in its fragment") {
            WebAddress.parse("https://idp.example/authorize#?state=x").shouldNotBeNull().parameter("state") shouldBe null
        }
    })
