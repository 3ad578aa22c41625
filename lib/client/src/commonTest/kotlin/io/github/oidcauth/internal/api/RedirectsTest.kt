package io.github.oidcauth.internal.api

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.internal.transport.ReceivedResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.time.Duration.Companion.seconds

class RedirectsTest :
    FunSpec({
        val headers = listOf("Accept" to "a/b", "Authorization" to "Basic x", "Cookie" to "a=b", "X-Key" to "k")

        fun call(
            url: String = "https://api.example.com/a/b?c=d",
            method: String = "GET",
            isFollowing: Boolean = true,
        ) = ApiCall(method, url, headers, HttpCall.Body.None, true, 1.seconds, 10, isFollowing, retries = 0)

        fun redirect(
            vararg locations: String,
            status: Int = 302,
        ) = ReceivedResponse(status, mapOf("location" to locations.toList()), ByteArray(0))

        fun next(
            location: String,
            url: String = "https://api.example.com/a/b?c=d",
        ) = Redirects().next(call(url), redirect(location))

        test("a location is resolved against the URL of the request") {
            next("/x?y=z")?.url shouldBe "https://api.example.com/x?y=z"
            next("x")?.url shouldBe "https://api.example.com/a/x"
            next("https://other.example/x#fragment")?.url shouldBe "https://other.example/x"
            next("//other.example/x")?.url shouldBe "https://other.example/x"
        }

        test("headers go to the same origin, and to another one only those that are no secret") {
            next("/x")?.headers shouldBe headers
            next("https://api.example.com:443/x")?.headers shouldBe headers
            next("https://api.example.com:8443/x")?.headers shouldBe listOf("Accept" to "a/b")
            next("https://other.example/x")?.headers shouldBe listOf("Accept" to "a/b")
        }

        test("only a GET or HEAD that wants it is redirected, and only by a redirect with one location") {
            Redirects().next(call(method = "HEAD"), redirect("/x"))?.method shouldBe "HEAD"
            listOf(
                call(isFollowing = false) to redirect("/x"),
                call(method = "POST") to redirect("/x"),
                call() to redirect(),
                call() to redirect("/x", "/y"),
                call() to redirect("/x", status = 300),
                call() to redirect("/x", status = 304),
                call() to redirect("/x", status = 200),
            ).forEach { (call, response) -> Redirects().next(call, response) shouldBe null }
            listOf(301, 302, 303, 307, 308).forEach {
                Redirects().next(call(), redirect("/x", status = it))?.url shouldBe "https://api.example.com/x"
            }
        }

        test("an address that is not encrypted, or that cannot be called, is refused") {
            shouldThrow<InvalidResponseException> { next("http://api.example.com/x") }.message shouldContain "without encryption"
            listOf(
                "ftp://api.example.com/",
                "https://user:pass@api.example.com/",
                "javascript:alert(1)",
                "https://",
                "https://a_b/",
            ).forEach {
                shouldThrow<InvalidResponseException> { next(it) }.message shouldContain "cannot be called"
            }
            next("http://127.0.0.1:2/x", "http://127.0.0.1:1/")?.url shouldBe "http://127.0.0.1:2/x"
        }

        test("ten redirects are followed, and eleven are not") {
            val redirects = Redirects()
            repeat(10) { redirects.next(call(), redirect("/$it"))?.url shouldBe "https://api.example.com/$it" }
            shouldThrow<InvalidResponseException> { redirects.next(call(), redirect("/x")) }.message shouldContain "10"
        }
    })
